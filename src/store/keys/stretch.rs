//! Turns a passphrase into a key with Argon2id, at a price that makes guessing dear. It must not know what the
//! key opens.

use std::time::{Duration, Instant};

use argon2::{Algorithm, Argon2, Params, Version};
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

use super::hex::Hex;
use super::seal::context;
use crate::store::error::StoreError;
use crate::store::secret::{Secret, random};

/// What one guess at a passphrase costs: memory, passes over it, and lanes (RFC 9106).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    memory_kib: u32,
    passes: u32,
    lanes: u32,
}

impl Cost {
    /// The least a book is ever protected with: 64 MiB, 3 passes, 4 lanes.
    pub const FLOOR: Self = Self {
        memory_kib: 64 * 1024,
        passes: 3,
        lanes: 4,
    };

    /// The most that is read from a file, so that a hostile one cannot eat the memory or the day.
    const CEILING: Self = Self {
        memory_kib: 512 * 1024,
        passes: 8,
        lanes: 8,
    };

    /// The most that [`Cost::calibrated`] chooses.
    const DEAREST_KIB: u32 = 256 * 1024;

    /// Measures this machine once and gives the cost of about three quarters of a second, between 64 and 256 MiB.
    ///
    /// # Errors
    /// [`StoreError::OutOfMemory`].
    pub fn calibrated() -> Result<Self, StoreError> {
        let begun = Instant::now();
        let _ = Stretch::new(Self::FLOOR)?.run("how fast is this machine")?;
        Ok(Self::for_machine(begun.elapsed()))
    }

    /// The cost for a machine that takes `floor_took` at the floor.
    fn for_machine(floor_took: Duration) -> Self {
        const AIM: Duration = Duration::from_millis(750);
        let took = floor_took.as_millis().max(1);
        let affordable = u128::from(Self::FLOOR.memory_kib)
            .saturating_mul(AIM.as_millis())
            .checked_div(took)
            .and_then(|kib| u32::try_from(kib).ok())
            .unwrap_or(Self::DEAREST_KIB);
        Self {
            memory_kib: affordable.clamp(Self::FLOOR.memory_kib, Self::DEAREST_KIB),
            ..Self::FLOOR
        }
    }

    const fn is_allowed(self) -> bool {
        let (low, high) = (Self::FLOOR, Self::CEILING);
        low.memory_kib <= self.memory_kib
            && self.memory_kib <= high.memory_kib
            && low.passes <= self.passes
            && self.passes <= high.passes
            && low.lanes <= self.lanes
            && self.lanes <= high.lanes
    }
}

/// How one passphrase is stretched: function, cost and salt, as the key file holds them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Stretch {
    function: Function,
    memory_kib: u32,
    passes: u32,
    lanes: u32,
    salt: Hex<16>,
}

/// The only function this version knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Function {
    #[serde(rename = "argon2id")]
    Argon2id,
}

impl Stretch {
    /// Takes a fresh salt.
    pub(super) fn new(cost: Cost) -> Result<Self, StoreError> {
        Ok(Self {
            function: Function::Argon2id,
            memory_kib: cost.memory_kib,
            passes: cost.passes,
            lanes: cost.lanes,
            salt: Hex(random()?),
        })
    }

    const fn cost(&self) -> Cost {
        Cost {
            memory_kib: self.memory_kib,
            passes: self.passes,
            lanes: self.lanes,
        }
    }

    /// Whether it is neither below the floor nor beyond what a machine should be asked for.
    pub(super) const fn is_allowed(&self) -> bool {
        self.cost().is_allowed()
    }

    /// Everything of it, to be bound into what the key wraps, so that nobody can make it cheaper unseen.
    pub(super) fn context(&self) -> Vec<u8> {
        let Function::Argon2id = self.function;
        context(&[
            b"argon2id",
            &self.memory_kib.to_be_bytes(),
            &self.passes.to_be_bytes(),
            &self.lanes.to_be_bytes(),
            &self.salt.0,
        ])
    }

    /// Gives the key of a passphrase. Takes about a second and much memory, on purpose.
    pub(super) fn run(&self, passphrase: &str) -> Result<Secret<32>, StoreError> {
        let refused = |_| StoreError::KeysDamaged {
            reason: "it asks for an impossible way to make a key",
        };
        if !self.is_allowed() {
            return Err(refused(argon2::Error::MemoryTooLittle));
        }
        let params =
            Params::new(self.memory_kib, self.passes, self.lanes, Some(32)).map_err(refused)?;
        let mut key = Zeroizing::new([0; 32]);
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(normal(passphrase).as_bytes(), &self.salt.0, &mut *key)
            .map_err(|error| {
                if error == argon2::Error::OutOfMemory {
                    StoreError::OutOfMemory
                } else {
                    refused(error)
                }
            })?;
        Ok(Secret::new(*key))
    }
}

/// The same characters whichever keyboard typed them: composed (Unicode NFC), every blank a plain space
/// (RFC 8265, OpaqueString).
fn normal(passphrase: &str) -> Zeroizing<String> {
    // Room for the longest a composed form can be, so that growing leaves no copy behind.
    let mut normal = Zeroizing::new(String::with_capacity(passphrase.len().saturating_mul(3)));
    normal.extend(
        passphrase
            .nfc()
            .map(|c| if c.is_whitespace() { ' ' } else { c }),
    );
    normal
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cost_follows_the_machine_between_floor_and_cap() {
        let mib = |took: u64| Cost::for_machine(Duration::from_millis(took)).memory_kib / 1024;
        assert_eq!(mib(0), 256);
        assert_eq!(mib(100), 256);
        assert_eq!(mib(250), 192);
        assert_eq!(mib(750), 64);
        assert_eq!(mib(9000), 64);
    }

    #[test]
    fn neither_a_cheap_nor_a_monstrous_cost_is_run() {
        let cost = |memory_kib, passes, lanes| Cost {
            memory_kib,
            passes,
            lanes,
        };
        for bad in [
            cost(64 * 1024 - 1, 3, 4),
            cost(64 * 1024, 2, 4),
            cost(64 * 1024, 3, 3),
            cost(512 * 1024 + 1, 3, 4),
            cost(64 * 1024, 9, 4),
            cost(64 * 1024, 3, u32::MAX),
        ] {
            let error = Stretch::new(bad).unwrap().run("x").unwrap_err();
            assert!(matches!(error, StoreError::KeysDamaged { .. }), "{bad:?}");
        }
        assert!(Cost::FLOOR.is_allowed());
        assert!(Cost::for_machine(Duration::ZERO).is_allowed());
    }

    #[test]
    fn one_passphrase_typed_on_two_keyboards_is_one() {
        assert_eq!(*normal("caf\u{e9}\u{a0}noir"), *normal("cafe\u{301} noir"));
        assert_ne!(*normal("Noir"), *normal("noir"));
    }
}
