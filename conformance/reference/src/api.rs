//! The APIs that there is a reference server for.

/// An API that the server can serve.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Api {
    /// Stripe's file links.
    #[default]
    StripeFileLinks,
    /// Stripe's files. The same server as for [`Api::StripeFileLinks`], under the name of the other description.
    StripeFiles,
    /// Digital River's file links.
    DigitalRiverFileLinks,
    /// The plots of a community garden.
    GardenPlots,
}

impl Api {
    /// All of them.
    pub const ALL: [Api; 4] = [
        Api::StripeFileLinks,
        Api::StripeFiles,
        Api::DigitalRiverFileLinks,
        Api::GardenPlots,
    ];

    /// The name under which its description is bundled.
    pub fn name(self) -> &'static str {
        match self {
            Api::StripeFileLinks => crate::API,
            Api::StripeFiles => "stripe/files",
            Api::DigitalRiverFileLinks => "digital_river/file_links",
            Api::GardenPlots => "garden/plots",
        }
    }

    /// The API of a bundled description.
    pub fn named(name: &str) -> Option<Api> {
        Api::ALL.into_iter().find(|api| api.name() == name)
    }

    /// What a tester must be told of the server: the things that it starts with, by the names of the fixtures in
    /// the API's requirements file.
    pub fn fixtures(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Api::StripeFileLinks => &crate::FIXTURES,
            Api::StripeFiles => &[("file", crate::files::EXAMPLE_FILE)],
            Api::DigitalRiverFileLinks => &[
                ("file", "file_b9bb0bce-c20e-4519-945e-45983a1b239b"),
                ("other_file", "file_3f0c5d52-7a0e-4c7e-9d0b-5b8c1a2e6f47"),
            ],
            Api::GardenPlots => &[],
        }
    }

    /// Further credentials that the server accepts, by the names that the API's requirements file gives them.
    pub fn further_credentials(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Api::StripeFileLinks => &[
                ("live", "basic:sk_live_123"),
                ("restricted", "basic:rk_test_123"),
            ],
            Api::StripeFiles | Api::DigitalRiverFileLinks | Api::GardenPlots => &[],
        }
    }

    /// A credential that the server accepts, as the command's `--auth` takes it.
    pub fn credential(self) -> &'static str {
        match self {
            Api::StripeFileLinks | Api::StripeFiles => "basic:sk_test_123",
            Api::DigitalRiverFileLinks => "bearer:sk_test_123",
            Api::GardenPlots => "header:X-Garden-Key=sk_test_123",
        }
    }
}
