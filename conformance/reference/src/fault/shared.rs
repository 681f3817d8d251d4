//! Faults of rules that two APIs share: what they break in the API that the table does not name.

use super::{Fault, FaultInfo};
use crate::Api;

/// Faults of the table that can also be planted in the server of `api`, with the requirement of that API which
/// they break there.
pub(super) fn faults(api: Api) -> impl Iterator<Item = FaultInfo> {
    let shared = match api {
        Api::DigitalRiverFileLinks => DIGITAL_RIVER,
        Api::StripeFiles => STRIPE_FILES,
        _ => &[],
    };
    shared.iter().map(move |(fault, requirement)| FaultInfo {
        api,
        requirement,
        ..*fault.info()
    })
}

/// Files are listed by the rules of links, behind the same keys and routes.
const STRIPE_FILES: &[(Fault, &str)] = &[
    (Fault::AnonymousAccepted, "FILE-13"),
    (Fault::ReadingIsPublic, "FILE-13"),
    (Fault::AnyKeyAccepted, "FILE-13"),
    (Fault::UnreadableKeyAccepted, "FILE-13"),
    (Fault::OtherSchemesAccepted, "FILE-13"),
    (Fault::UnauthorizedIs400, "FILE-13"),
    (Fault::UnknownRouteIs200, "FILE-14"),
    (Fault::UnknownRouteIs500, "FILE-14"),
    (Fault::FileWithoutPurpose, "FILE-04"),
    (Fault::FileWithoutSize, "FILE-04"),
    (Fault::FileSizeAsText, "FILE-04"),
    (Fault::FileCreatedAsDate, "FILE-04"),
    (Fault::FileWordWrong, "FILE-04"),
    (Fault::OldestFirst, "FILE-08"),
    (Fault::DefaultLimit20, "FILE-09"),
    (Fault::DefaultLimitAll, "FILE-09"),
    (Fault::LimitIgnored, "FILE-09"),
    (Fault::LimitOneTooMany, "FILE-09"),
    (Fault::LimitOneTooFew, "FILE-09"),
    (Fault::StartingAfterIgnored, "FILE-09"),
    (Fault::StartingAfterInclusive, "FILE-09"),
    (Fault::EndingBeforeIgnored, "FILE-09"),
    (Fault::EndingBeforeOldestFirst, "FILE-09"),
    (Fault::CursorsSwapped, "FILE-09"),
    (Fault::HasMoreAlwaysFalse, "FILE-09"),
    (Fault::HasMoreAlwaysTrue, "FILE-09"),
    (Fault::HasMoreWhenFull, "FILE-09"),
    (Fault::CreatedGtInclusive, "FILE-10"),
    (Fault::CreatedGteExclusive, "FILE-10"),
    (Fault::CreatedLtInclusive, "FILE-10"),
    (Fault::CreatedLteExclusive, "FILE-10"),
    (Fault::CreatedUpperIgnored, "FILE-10"),
    (Fault::CreatedLowerIgnored, "FILE-10"),
    (Fault::CreatedOneBoundOnly, "FILE-10"),
];

/// The rules about links and lists are the same under both names.
const DIGITAL_RIVER: &[(Fault, &str)] = &[
    (Fault::CreateNotStored, "DR-OP-03"),
    (Fault::CreateStoresTwo, "DR-OP-02"),
    (Fault::CreateTwiceIsOne, "DR-OBJ-01"),
    (Fault::CreateExpiryIgnored, "DR-REQ-01"),
    (Fault::ExpiryWithinAYear, "DR-OP-02"),
    (Fault::CreatedIsNow, "DR-OP-03"),
    (Fault::ExpiredNotFound, "DR-OBJ-01"),
    (Fault::ExpiredAlwaysFalse, "DR-OBJ-01"),
    (Fault::ExpiredWhenSet, "DR-OBJ-01"),
    (Fault::ExpiredOnlyByNow, "DR-OBJ-01"),
    (Fault::UpdateNotStored, "DR-OP-04"),
    (Fault::UpdateAnswersOld, "DR-OP-04"),
    (Fault::UpdateExpiryIgnored, "DR-OP-04"),
    (Fault::UpdateChangesUrl, "DR-OP-04"),
    (Fault::ExpiredUpdateAccepted, "DR-LIFE-01"),
    (Fault::ExpiredRevivable, "DR-LIFE-01"),
    (Fault::CreatedGtInclusive, "DR-Q-01"),
    (Fault::CreatedGteExclusive, "DR-Q-01"),
    (Fault::CreatedLtInclusive, "DR-Q-01"),
    (Fault::CreatedLteExclusive, "DR-Q-01"),
    (Fault::CreatedUpperIgnored, "DR-Q-01"),
    (Fault::CreatedLowerIgnored, "DR-Q-01"),
    (Fault::CreatedOneBoundOnly, "DR-Q-01"),
    (Fault::StartingAfterIgnored, "DR-Q-02"),
    (Fault::EndingBeforeIgnored, "DR-Q-02"),
    (Fault::StartingAfterInclusive, "DR-Q-02"),
    (Fault::EndingBeforeInclusive, "DR-Q-02"),
    (Fault::EndingBeforeFarthest, "DR-Q-02"),
    (Fault::EndingBeforeOldestFirst, "DR-Q-02"),
    (Fault::CursorsSwapped, "DR-Q-02"),
    (Fault::UnknownCursorIgnored, "DR-Q-02"),
    (Fault::PageSkipsFirst, "DR-Q-02"),
    (Fault::PageRepeatsItem, "DR-Q-02"),
    (Fault::TiesUnstable, "DR-Q-02"),
    (Fault::DefaultLimit20, "DR-Q-03"),
    (Fault::DefaultLimitAll, "DR-Q-03"),
    (Fault::LimitIgnored, "DR-Q-03"),
    (Fault::LimitAtMost50, "DR-Q-03"),
    (Fault::LimitOneTooMany, "DR-Q-03"),
    (Fault::LimitOneTooFew, "DR-Q-03"),
    (Fault::FileFilterIgnored, "DR-Q-05"),
    (Fault::FilterAfterPage, "DR-Q-05"),
    (Fault::ExpiredFilterIgnored, "DR-Q-06"),
    (Fault::ExpiredFilterInverted, "DR-Q-06"),
    (Fault::ExpiredFalseMeansAll, "DR-Q-06"),
    (Fault::ListHidesExpired, "DR-Q-06"),
    (Fault::OldestFirst, "DR-Q-07"),
    (Fault::HasMoreAlwaysFalse, "DR-OP-01"),
    (Fault::HasMoreAlwaysTrue, "DR-OP-01"),
    (Fault::HasMoreWhenFull, "DR-OP-01"),
    (Fault::HasMoreOfOlderGoingBack, "DR-OP-01"),
    (Fault::ListLags, "DR-OP-01"),
    (Fault::RequestIdMissing, "DR-HDR-01"),
];
