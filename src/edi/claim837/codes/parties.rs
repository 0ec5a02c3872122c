//! The closed code lists of who is who in a claim file. They must not know where in a file a code stands.

code_list! {
    /// Whether a name is that of a person (NM102), where nothing else tells.
    EntityKind {
        /// A person.
        Person = "1",
        /// An organization.
        Organization = "2",
    }
}

code_list! {
    /// What kind of number a subscriber has (NM108 of loops 2010BA and 2330A).
    #[derive(Default)]
    MemberIdKind {
        /// The payer's number of the member.
        #[default]
        Member = "MI",
        /// The standard unique health identifier, should there ever be one.
        Standard = "II",
    }
}

code_list! {
    /// What kind of further number a payer has (REF01 of loops 2010AC, 2010BB and 2330B).
    PayerNumberKind {
        /// Another id of the payer.
        Payer = "2U",
        /// Tax id.
        TaxId = "EI",
        /// The office that works on its claims.
        ClaimOffice = "FY",
        /// Its number with the association of insurance commissioners.
        Naic = "NF",
    }
}

code_list! {
    /// What kind of number a provider has beside the NPI (REF01 of loops 2010AA, 2010BB, 2310, 2330 and 2420).
    ProviderIdKind {
        /// State license.
        License = "0B",
        /// The unique physician number of the time before the NPI.
        Upin = "1G",
        /// The payer's own number of the provider.
        Commercial = "G2",
        /// The payer's number of the place.
        Location = "LU",
    }
}

code_list! {
    /// What kind of number a property and casualty payer knows a patient by (REF01 of loop 2010CA).
    CasualtyIdKind {
        /// Member number.
        Member = "1W",
        /// Social security number.
        SocialSecurity = "SY",
    }
}

code_list! {
    /// A number of another payer that concerns the claim (REF01 of loop 2330B).
    OtherPayerReference {
        /// Prior authorization.
        PriorAuthorization = "G1",
        /// Referral.
        Referral = "9F",
        /// That it has adjusted its decision; the number is always `Y`.
        Adjusted = "T4",
        /// Its number of the claim.
        ClaimNumber = "F8",
    }
}

code_list! {
    /// The part in which another payer knows a provider by a number of its own (NM101 of loops 2330C to 2330G).
    OtherPayerRole {
        /// Referred.
        Referring = "DN",
        /// The primary care provider, when the referral went through another.
        PrimaryCare = "P3",
        /// Rendered.
        Rendering = "82",
        /// The place of service.
        Facility = "77",
        /// Supervised.
        Supervising = "DQ",
        /// Bills.
        Billing = "85",
    }
}
