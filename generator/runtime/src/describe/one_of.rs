//! One of several types.

/// One of several types.
///
/// ```text
/// one_of! {
///     /// Where a payment comes from.
///     pub enum Source: "\"none\", a string or an object whose `object` is card";
///     None = "none",
///     Card(Card) if is_tagged("object", &["card"]),
///     Id(String) if is_text() by rules::MAX_LENGTH_5000;
///     Card(Card) if lacks("object") and has_members(&["exp_month"]),
/// }
/// ```
///
/// `where reads` behind the tests of branches that these leave in doubt: such a branch is taken where the whole value
/// can be read as it, and obeys the rules behind `obeying`. What its tests speak for goes first, then any other (behind
/// the semicolon); if the value can be read as none, what is left behind the semicolon says why.
///
/// Behind the name stands what would do, for the refusal, and behind `one of` the branches of which a request is one at
/// most, each with the members that only it has. The tests are questions to the
/// [`Node`](crate::Node), asked in order; a branch with a value and no type is that string. Behind the
/// second semicolon stands what is tried after all others. `from` behind a branch's type lets its values stand for
/// the whole.
#[macro_export]
macro_rules! one_of {
    (
        $(#[$meta:meta])*
        pub enum $name:ident: $expected:literal
            $(, one of $((
                $own_ty:ty, [$($own:literal),+ $(,)?] $(obeying rules::$own_obeyed:ident)? $(,)?
            ))+)?;
        $(
            $(#[$branch_meta:meta])*
            $branch:ident
                $((
                    $ty:ty $(, $from:ident)? $(,)?)
                    if $($test:ident($($argument:expr),* $(,)?))and+
                    $(where $reads:ident $(obeying rules::$obeyed:ident)?)?
                    $(by rules::$rules:ident)?
                )?
                $(= $constant:literal)?
        ),+
        $(;
            $(
                $again:ident($again_ty:ty) if $($again_test:ident($($again_argument:expr),* $(,)?))and+
                    $(where $again_reads:ident $(obeying rules::$again_obeyed:ident)?)?
                    $(by rules::$again_rules:ident)?
            ),+
        )?
        $(,)?
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq)]
        pub enum $name {
            $($(#[$branch_meta])* $branch $(($ty))?,)+
        }

        impl runtime::Decode for $name {
            fn decode(
                node: runtime::Node<'_>,
                cx: &mut runtime::Decoder,
                at: &runtime::Path<'_>,
            ) -> Option<Self> {
                $(
                    if runtime::are_several(
                        &node,
                        cx,
                        &[$((
                            &[$($own),+],
                            |node, cx| {
                                let rules = &[$(&rules::$own_obeyed)?];
                                runtime::reads::<$own_ty>(node, cx, &runtime::Path::ROOT, rules)
                                    .is_some()
                            },
                        )),+],
                    ) {
                        return runtime::refuse_several(cx, at);
                    }
                )?
                $(
                    $(
                        if $(node.$test($($argument),*))&&+ {
                            $crate::one_of!(
                                @read $branch($ty) node cx at [$($reads $($obeyed)?)?] [$($rules)?]
                            );
                        }
                    )?
                    $(
                        if node.as_text() == Some($constant) {
                            return Some(Self::$branch);
                        }
                    )?
                )+
                $($(
                    if $(node.$again_test($($again_argument),*))&&+ {
                        $crate::one_of!(
                            @read $again($again_ty) node cx at
                                [$($again_reads $($again_obeyed)?)?] [$($again_rules)?]
                        );
                    }
                )+)?
                cx.fault(at, runtime::FaultKind::NoBranch { expected: $expected })
            }
        }

        impl runtime::Encode for $name {
            fn encode(&self, out: &mut dyn runtime::Sink) {
                match self {
                    $($crate::one_of!(@branch $branch value $(($ty))?) =>
                        $crate::one_of!(@write value out $($constant)?),)+
                }
            }
        }

        $($($(
            #[doc = stringify!(As it comes $from a branch.)]
            impl From<$ty> for $name {
                fn from(value: $ty) -> Self {
                    Self::$branch(value)
                }
            }
        )?)?)+

        $crate::serde_bridge!($name);
        $crate::take_bridge!($name);
    };
    (
        @read $branch:ident($ty:ty) $node:ident $cx:ident $at:ident
            [$reads:ident $($obeyed:ident)?] [$($rules:ident)?]
    ) => {
        if let Some(value) = runtime::$reads::<$ty>(&$node, $cx, $at, &[$(&rules::$obeyed)?]) {
            return Some(Self::$branch(value));
        }
    };
    (@read $branch:ident($ty:ty) $node:ident $cx:ident $at:ident [] [$($rules:ident)?]) => {
        $(rules::$rules.check(&$node, $cx, $at);)?
        return <$ty as runtime::Decode>::decode($node, $cx, $at).map(Self::$branch);
    };
    (@branch $branch:ident $value:ident ($ty:ty)) => {
        Self::$branch($value)
    };
    (@branch $branch:ident $value:ident) => {
        Self::$branch
    };
    (@write $value:ident $out:ident) => {
        runtime::Encode::encode($value, $out)
    };
    (@write $value:ident $out:ident $constant:literal) => {
        $out.text($constant)
    };
}
