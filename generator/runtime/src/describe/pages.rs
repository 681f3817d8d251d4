//! Lists that come in pages, as a client walks them.

/// How a list is walked, and the function `stream_all` of its call.
///
/// ```text
/// pages! {
///     ListNotesCall: ListNotesRequest;
///     page.notes: models::Note;
///     by id after starting_after before ending_before more has_more;
/// }
/// ```
///
/// Behind `page` stands the member that has the items, if the page is not the list itself. Pages are told apart by the
/// `id` of the item at their edge, by a `token` that each page has for the next, by an `offset` that counts items, or
/// by the number of the `page`.
#[macro_export]
macro_rules! pages {
    ($call:ident: $request:ident; page $(. $items:ident)?: $item:ty; $($way:ident $($first:literal)?)+;) => {
        #[cfg(feature = "client")]
        impl $call {
            /// All items, page after page, each page asked for when it is needed. Where the request has a cursor that
            /// ends a page, the walk goes the other way: from that cursor to the start of the list.
            pub fn stream_all(self) -> runtime::client::Items<$request> {
                self.0.items()
            }
        }

        #[cfg(feature = "client")]
        impl runtime::client::Paged for $request {
            type Item = $item;

            #[allow(unused_mut, unused_variables, reason = "not every way of walking needs all of it")]
            fn turn(
                mut self,
                page: <Self as runtime::client::Ask>::Answer,
            ) -> runtime::client::Turn<Self> {
                $crate::turn_page!(self, page, [$($items)?], $($way $($first)?)+)
            }
        }
    };
}

/// The step from a page to the next, for [`pages`].
#[macro_export]
macro_rules! turn_page {
    (
        $self:ident, $page:ident, [$($items:ident)?],
        by $id:ident after $after:ident $(before $before:ident)? $(more $more:ident)?
    ) => {{
        let is_last = false $(|| runtime::client::told(&$page.$more) == Some(false))?;
        let mut items = runtime::client::listed($page $(.$items)?);
        let is_back = false $(|| $self.$before.is_some())?;
        if is_back {
            items.reverse();
        }
        let edge = items.last().and_then(|item| runtime::client::told::<String>(&item.$id));
        let next = match edge {
            Some(edge) if !is_last => {
                match is_back {
                    true => { $($self.$before = Some(edge);)? }
                    false => $self.$after = Some(edge),
                }
                Some($self)
            }
            _ => None,
        };
        runtime::client::Turn { items, next }
    }};
    (
        $self:ident, $page:ident, [$($items:ident)?],
        token $parameter:ident from $member:ident
    ) => {{
        let token = runtime::client::told::<String>(&$page.$member);
        let items = runtime::client::listed($page $(.$items)?);
        let next = match token {
            Some(token) if !token.is_empty() && $self.$parameter.as_ref() != Some(&token) => {
                $self.$parameter = Some(token);
                Some($self)
            }
            _ => None,
        };
        runtime::client::Turn { items, next }
    }};
    (
        $self:ident, $page:ident, [$($items:ident)?],
        $unit:ident $parameter:ident first $first:literal $(total $total:ident)? $(more $more:ident)?
    ) => {{
        let is_last = false $(|| runtime::client::told(&$page.$more) == Some(false))?;
        let all: Option<i128> = None $(.or(runtime::client::counted(&$page.$total)))?;
        let items = runtime::client::listed($page $(.$items)?);
        let step = $crate::turn_page!(@step $unit items);
        let at = $self.$parameter.unwrap_or($first).saturating_add(step);
        let is_behind = $crate::turn_page!(@behind $unit all at);
        let next = match items.is_empty() || is_last || is_behind {
            true => None,
            false => {
                $self.$parameter = Some(at);
                Some($self)
            }
        };
        runtime::client::Turn { items, next }
    }};
    (@step offset $items:ident) => { $items.len().try_into().unwrap_or_default() };
    (@step page $items:ident) => { 1 };
    (@behind offset $all:ident $at:ident) => { $all.is_some_and(|all| i128::from($at) >= all) };
    (@behind page $all:ident $at:ident) => { false };
}
