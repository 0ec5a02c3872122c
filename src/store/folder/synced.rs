//! Recognises folders that another program copies while they are in use, and disks of other computers. It can tell
//! only what a path and the list of mounts say: what it does not recognise may still be one.

use std::path::{Component, Path};

/// Folder names that cloud services choose, lower case. One may be followed by a blank, a hyphen or a bracket, as
/// in `OneDrive - Linden Clinic` or `GoogleDrive-ana@example.org`.
const CLOUDS: [(&str, &str); 14] = [
    ("dropbox", "Dropbox"),
    ("onedrive", "OneDrive"),
    ("icloud", "iCloud"),
    ("icloud drive", "iCloud"),
    ("iclouddrive", "iCloud"),
    ("mobile documents", "iCloud"),
    ("google drive", "Google Drive"),
    ("googledrive", "Google Drive"),
    ("cloudstorage", "a cloud service"),
    ("box sync", "Box"),
    ("box-box", "Box"),
    ("nextcloud", "Nextcloud"),
    ("owncloud", "ownCloud"),
    ("pcloud drive", "pCloud"),
];

/// File systems that live on another computer, as Linux names them.
const NETWORKS: [&str; 12] = [
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "smbfs",
    "afs",
    "ceph",
    "davfs",
    "fuse.sshfs",
    "fuse.rclone",
    "fuse.davfs2",
    "fuse.gvfsd-fuse",
];

/// Names the service or network that a folder belongs to. `path` has no links left in it.
pub(super) fn owner(path: &Path, mounts: Option<&str>) -> Option<String> {
    cloud(path)
        .or_else(|| network(path, mounts))
        .map(str::to_owned)
}

fn cloud(path: &Path) -> Option<&'static str> {
    path.components().find_map(|part| {
        let Component::Normal(part) = part else {
            return None;
        };
        let part = part.to_string_lossy().to_lowercase();
        CLOUDS.iter().find_map(|(name, service)| {
            let rest = part.strip_prefix(name)?;
            (rest.is_empty() || rest.starts_with([' ', '-', '('])).then_some(*service)
        })
    })
}

fn network(path: &Path, mounts: Option<&str>) -> Option<&'static str> {
    const NETWORK: &str = "a disk of another computer";
    if is_shared(path) {
        return Some(NETWORK);
    }
    // The deepest mount above the folder is the one it is on; of two on one place, the later.
    let (_, system) = mounts?
        .lines()
        .filter_map(|line| {
            let mut fields = line.split(' ').skip(1);
            let place = fields.next()?.replace("\\040", " ");
            path.starts_with(&place).then_some((place, fields.next()?))
        })
        .max_by_key(|(place, _)| place.len())?;
    NETWORKS.contains(&system).then_some(NETWORK)
}

#[cfg(windows)]
fn is_shared(path: &Path) -> bool {
    use std::path::Prefix;
    path.components().next().is_some_and(|first| {
        matches!(first, Component::Prefix(prefix)
            if matches!(prefix.kind(), Prefix::UNC(..) | Prefix::VerbatimUNC(..)))
    })
}

#[cfg(not(windows))]
const fn is_shared(_path: &Path) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn owner_of(path: &str) -> Option<String> {
        const MOUNTS: &str = "/dev/sda1 / ext4 rw 0 0\n\
            server:/books /srv/our\\040books nfs4 rw 0 0\n\
            /dev/sdb1 /srv/our\\040books/local ext4 rw 0 0\n\
            tmpfs /tmp tmpfs rw 0 0\n";
        owner(Path::new(path), Some(MOUNTS))
    }

    #[test]
    fn folders_of_cloud_services_are_recognised() {
        for (path, service) in [
            ("/home/ana/Dropbox/Linden.pegboard", "Dropbox"),
            ("/home/ana/Dropbox (Personal)/Linden.pegboard", "Dropbox"),
            (
                "/home/ana/OneDrive - Linden Clinic/Linden.pegboard",
                "OneDrive",
            ),
            (
                "/Users/ana/Library/Mobile Documents/Linden.pegboard",
                "iCloud",
            ),
            (
                "/Users/ana/Library/CloudStorage/GoogleDrive-a@b.org/L.pegboard",
                "a cloud service",
            ),
            ("/home/ana/google drive/Linden.pegboard", "Google Drive"),
        ] {
            assert_eq!(owner_of(path).as_deref(), Some(service), "{path}");
        }
    }

    #[test]
    fn a_disk_of_another_computer_is_recognised() {
        let network = Some("a disk of another computer");
        assert_eq!(owner_of("/srv/our books/L.pegboard").as_deref(), network);
        assert_eq!(owner_of("/srv/our books/local/L.pegboard"), None);
    }

    #[test]
    fn other_folders_are_not_suspected() {
        for path in [
            "/home/ana/Linden.pegboard",
            "/home/ana/Dropboxes/Linden.pegboard",
            "/home/ana/Boxes/Linden.pegboard",
            "/home/ana/icloudy/Linden.pegboard",
            "/tmp/Linden.pegboard",
        ] {
            assert_eq!(owner_of(path), None, "{path}");
        }
    }
}
