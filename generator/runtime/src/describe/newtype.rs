//! Types that are another type under a name of their own.

/// `newtype! { pub struct Tree = Vec<Tree>; }`: a type that contains itself, so that an alias will not
/// do.
#[macro_export]
macro_rules! newtype {
    ($(#[$meta:meta])* pub struct $name:ident = $ty:ty;) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq)]
        pub struct $name(pub $ty);

        impl runtime::Decode for $name {
            fn decode(
                node: runtime::Node<'_>,
                cx: &mut runtime::Decoder,
                at: &runtime::Path<'_>,
            ) -> Option<Self> {
                runtime::Decode::decode(node, cx, at).map(Self)
            }
        }

        impl runtime::Encode for $name {
            fn encode(&self, out: &mut dyn runtime::Sink) {
                runtime::Encode::encode(&self.0, out);
            }
        }

        $crate::serde_bridge!($name);
        $crate::take_bridge!($name);
    };
}
