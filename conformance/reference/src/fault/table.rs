//! The table of deliberate faults.

use super::{FaultInfo, Group};

macro_rules! faults {
    ($($variant:ident $name:literal $group:ident $requirement:literal $what:literal)*) => {
        /// A deliberate fault.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Fault {
            $(#[doc = $what] $variant,)*
        }

        pub(super) static TABLE: &[FaultInfo] = &[
            $(FaultInfo {
                fault: Fault::$variant,
                name: $name,
                requirement: $requirement,
                group: Group::$group,
                what: $what,
            },)*
        ];
    };
}

// Variant, name, group, requirement broken, what the server does.
faults! {
    CreatedIsNow "created-is-now" Schema "OBJ-05" "`created` is the time of the response and not that of the link."
    ExpiredAlwaysFalse "expired-always-false" Schema "OBJ-12" "`expired` says false whatever the time."
    ExpiredWhenSet "expired-when-set" Schema "OBJ-12" "`expired` says true as soon as an expiry is set."

    UnknownLinkIs400 "unknown-link-400" Status "FL-GET-02" "An id that names no link answers 400."
    ExpiredUpdateIs500 "expired-update-500" Status "FL-UPDATE-07" "An update of an expired link answers 500."
    UnknownCursorIs500 "unknown-cursor-500" Status "PAGE-10" "A cursor that names no link answers 500."

    NotFoundWithoutCode "not-found-without-code" ErrorShape "FL-GET-02" "A link that is not found has no code in its error."
    UnknownFileIsParameterMissing "unknown-file-parameter-missing" ErrorShape "FL-CREATE-11" "A file that is not found has the code of a missing parameter."
    IdempotencyMismatchIsInvalidRequest "idempotency-mismatch-invalid-request" ErrorShape "IDEM-06" "A reused idempotency key is told apart by no type of its own."

    CreatePastExpiryAccepted "create-past-expiry" Validation "FL-CREATE-04" "A new link may have expired already."
    PresentExpiryAccepted "present-expiry" Validation "FL-CREATE-04" "An expiry at this very second is accepted."
    UpdatePastExpiryAccepted "update-past-expiry" Validation "FL-UPDATE-06" "An update accepts an expiry in the past."
    ExpiryWithinAYear "expiry-within-a-year" Validation "FL-CREATE-03" "An expiry more than a year ahead is refused."
    UnknownFileAccepted "unknown-file" Validation "FL-CREATE-10" "A link to a file that does not exist is made."
    UnlinkableAccepted "unlinkable-file" Validation "PURP-03" "A file whose purpose forbids links is linked."
    FinancePurposeRefused "finance-purpose-refused" Validation "PURP-01" "A file of the purpose finance_report_run is refused."

    ModesShareLinks "modes-share-links" Authentication "AUTH-06" "A link made in one mode is found with a key of the other."

    DefaultLimit20 "default-limit-20" Pagination "PAGE-01" "A list without a limit holds 20 items."
    DefaultLimitAll "default-limit-all" Pagination "PAGE-01" "A list without a limit holds all items."
    LimitIgnored "limit-ignored" Pagination "FL-LIST-05" "The limit has no effect."
    LimitUnbounded "limit-unbounded" Pagination "PAGE-02" "A page may hold more than 100 items."
    LimitZeroAccepted "limit-zero" Pagination "PAGE-02" "A limit of 0 gives an empty page."
    LimitNegativeIsAll "limit-negative-all" Pagination "PAGE-02" "A negative limit gives all items."
    LimitAtMost50 "limit-at-most-50" Pagination "PAGE-02" "A page never holds more than 50 items."
    LimitOneTooMany "limit-one-too-many" Pagination "FL-LIST-05" "A page holds one item more than its limit."
    LimitOneTooFew "limit-one-too-few" Pagination "PAGE-14" "A page holds one item less than its limit."
    BothCursorsAccepted "both-cursors" Pagination "PAGE-08" "Both cursors together are accepted."
    UnknownCursorIgnored "unknown-cursor-ignored" Pagination "PAGE-10" "A cursor that names no link has no effect."
    CursorsSwapped "cursors-swapped" Pagination "PAGE-05" "Each cursor does what the other should."
    StartingAfterIgnored "starting-after-ignored" Pagination "PAGE-05" "`starting_after` has no effect."
    EndingBeforeIgnored "ending-before-ignored" Pagination "PAGE-06" "`ending_before` has no effect."
    StartingAfterInclusive "starting-after-inclusive" Pagination "PAGE-05" "The page after a link starts with the link."
    EndingBeforeInclusive "ending-before-inclusive" Pagination "PAGE-06" "The page before a link ends with the link."
    EndingBeforeFarthest "ending-before-farthest" Pagination "PAGE-07" "The page before a link holds the newest links and not the nearest."
    EndingBeforeOldestFirst "ending-before-oldest-first" Pagination "PAGE-07" "The page before a link runs from old to new."
    OldestFirst "oldest-first" Pagination "FL-LIST-07" "Lists run from old to new."
    TiesUnstable "ties-unstable" Pagination "FL-LIST-08" "Links of one second stand in an order that the cursors do not follow."
    HasMoreAlwaysFalse "has-more-always-false" Pagination "PAGE-12" "`has_more` always says false."
    HasMoreAlwaysTrue "has-more-always-true" Pagination "PAGE-12" "`has_more` always says true."
    HasMoreWhenFull "has-more-when-full" Pagination "PAGE-12" "`has_more` says true on a last page that is exactly full."
    HasMoreOfOlderGoingBack "has-more-of-older" Pagination "PAGE-13" "On the way back `has_more` speaks of older links."
    PageSkipsFirst "page-skips-first" Pagination "PAGE-14" "A page after a link leaves its first item out."
    PageRepeatsItem "page-repeats-item" Pagination "PAGE-14" "The last page ends with the same item twice."

    CreatedGtInclusive "created-gt-inclusive" Filters "FILT-02" "`created[gt]` includes the second itself."
    CreatedGteExclusive "created-gte-exclusive" Filters "FILT-02" "`created[gte]` leaves the second itself out."
    CreatedLtInclusive "created-lt-inclusive" Filters "FILT-02" "`created[lt]` includes the second itself."
    CreatedLteExclusive "created-lte-exclusive" Filters "FILT-02" "`created[lte]` leaves the second itself out."
    CreatedUpperIgnored "created-upper-ignored" Filters "FILT-02" "`created[lt]` and `created[lte]` have no effect."
    CreatedLowerIgnored "created-lower-ignored" Filters "FILT-02" "`created[gt]` and `created[gte]` have no effect."
    CreatedOneBoundOnly "created-one-bound-only" Filters "FILT-02" "Of a lower and an upper bound on `created` only the lower one counts."
    FileFilterIgnored "file-filter-ignored" Filters "FILT-05" "The filter by file has no effect."
    ExpiredFilterIgnored "expired-filter-ignored" Filters "FILT-04" "The filter by expiry has no effect."
    ExpiredFilterInverted "expired-filter-inverted" Filters "FILT-04" "The filter by expiry gives what it should leave out."
    ExpiredFalseMeansAll "expired-false-means-all" Filters "FILT-04" "`expired=false` gives expired links too."
    FilterAfterPage "filter-after-page" Filters "FILT-07" "The filter by file is applied to a page that was cut without it."

    ExpandDepthUnlimited "expand-depth-unlimited" Expansion "EXP-05" "A path of more than four levels gets no refusal of its own."
    ExpandListWithoutData "expand-list-without-data" Expansion "EXP-04" "On a list `file` is expanded without the prefix `data`."
    ExpandUnknownIgnored "expand-unknown-ignored" Expansion "EXP-07" "A path that cannot be expanded has no effect."

    MetadataNameInBytes "metadata-name-in-bytes" Metadata "META-10" "The length of a metadata key is counted in bytes."
    MetadataNameUnlimited "metadata-name-unlimited" Metadata "META-06" "A metadata key may have any length."
    MetadataBracketsAllowed "metadata-brackets" Metadata "META-08" "A metadata key may contain square brackets."
    MetadataValueInBytes "metadata-value-in-bytes" Metadata "META-10" "The length of a metadata value is counted in bytes."
    MetadataValueLimit499 "metadata-value-499" Metadata "META-07" "A metadata value of 500 characters is refused."
    MetadataValueUnlimited "metadata-value-unlimited" Metadata "META-07" "A metadata value may have any length."
    MetadataClearIgnored "metadata-clear-ignored" Metadata "META-04" "An empty `metadata` takes nothing away."
    MetadataReplaced "metadata-replaced" Metadata "META-02" "An update replaces the metadata and does not merge it."
    MetadataNamesLowercased "metadata-names-lowercased" Metadata "META-01" "Metadata keys are kept in lower case."
    MetadataValuesTrimmed "metadata-values-trimmed" Metadata "META-01" "Metadata values lose the white space around them."
    MetadataEmptyStored "metadata-empty-stored" Metadata "META-03" "An empty value is kept and does not take its key away."
    MetadataUnsetIgnored "metadata-unset-ignored" Metadata "META-03" "An empty value has no effect."
    MetadataFirstValueStays "metadata-first-value-stays" Metadata "META-02" "A key that is there keeps its value when it is set again."
    MetadataKeysCountedPerRequest "metadata-keys-per-request" Metadata "META-10" "The 50 keys are counted in the request and not after the merge."
    MetadataLimit20 "metadata-limit-20" Metadata "META-05" "More than 20 metadata keys are refused."
    MetadataKeysUnlimited "metadata-keys-unlimited" Metadata "META-05" "Any number of metadata keys is accepted."
    MetadataLastKeyLost "metadata-last-key-lost" Metadata "META-01" "Of several metadata keys the last is lost."
    CreateMetadataIgnored "create-metadata-ignored" Metadata "FL-CREATE-07" "Metadata given to a new link is lost."

    CreateExpiryIgnored "create-expiry-ignored" Validation "FL-CREATE-09" "The expiry given to a new link is lost."
    UpdateHalfApplied "update-half-applied" Update "FL-UPDATE-11" "A refused update keeps the metadata that it carried."
    UpdateLosesConcurrent "update-loses-concurrent" Update "FL-UPDATE-08" "Of two updates at the same time the later one takes the earlier one back."
    UpdateAnswersOld "update-answers-old" Update "FL-UPDATE-12" "An update answers with the link as it was before."
    UpdateResetsExpiry "update-resets-expiry" Update "FL-UPDATE-08" "An update that does not name the expiry takes it away."
    UpdateResetsMetadata "update-resets-metadata" Update "FL-UPDATE-08" "An update that does not name the metadata takes it away."
    UpdateExpiryIgnored "update-expiry-ignored" Update "FL-UPDATE-02" "A new expiry has no effect."
    UpdateMetadataWithExpiryLost "update-metadata-with-expiry-lost" Update "FL-UPDATE-01" "Metadata that comes together with an expiry is lost."
    NowIgnored "now-ignored" Update "FL-UPDATE-03" "`expires_at=now` has no effect."
    NowIsTomorrow "now-is-tomorrow" Update "FL-UPDATE-03" "`expires_at=now` lets the link expire a day later."
    UnsetExpiryIgnored "unset-expiry-ignored" Update "FL-UPDATE-05" "An empty `expires_at` has no effect."
    UnsetExpiryExpires "unset-expiry-expires" Update "FL-UPDATE-05" "An empty `expires_at` lets the link expire."
    UpdateChangesUrl "update-changes-url" Update "FL-UPDATE-08" "Every update gives the link another url."
    ExpiredUpdateAccepted "expired-update" Update "FL-UPDATE-07" "An expired link can be updated."
    ExpiredMetadataUpdateAccepted "expired-metadata-update" Update "FL-UPDATE-07" "The metadata of an expired link can be updated."
    ExpiredRevivable "expired-revivable" Update "LIFE-01" "A new expiry brings an expired link back."

    CreateTwiceIsOne "create-twice-is-one" Persistence "FL-CREATE-12" "A second link to a file is the first one again."
    CreateNotStored "create-not-stored" Persistence "FL-GET-01" "A new link is answered and not kept."
    CreateStoresTwo "create-stores-two" Persistence "FL-CREATE-12" "One request makes two links."
    TokenPerFile "token-per-file" Persistence "URL-05" "All links of a file have the same url, and it can be guessed."
    UpdateNotStored "update-not-stored" Persistence "FL-UPDATE-01" "An update is answered and not kept."
    ExpiredNotFound "expired-not-found" Persistence "FL-GET-04" "An expired link cannot be retrieved."
    ReadingChanges "reading-changes" Persistence "FL-GET-05" "Each retrieval leaves a trace in the metadata."
    ListHidesExpired "list-hides-expired" Persistence "FILT-04" "A list without the filter leaves expired links out."
    ListLags "list-lags" Persistence "FL-CREATE-13" "A list does not show links of the present second."
    ExpiredOnlyByNow "expired-not-by-clock" Persistence "LIFE-02" "A link does not expire by the passing of time."
    UrlOpenAfterExpiry "url-open-after-expiry" Persistence "URL-04" "The url gives access to the file after the link has expired."

    IdempotencyIgnored "idempotency-ignored" Idempotency "IDEM-03" "A request sent again with its key is done again."
    IdempotencyKeyLimit64 "idempotency-key-limit-64" Idempotency "IDEM-02" "A key of more than 64 characters is refused."
    IdempotencyKeyUnlimited "idempotency-key-unlimited" Idempotency "IDEM-02" "A key of more than 255 characters is accepted."
    IdempotencyConcurrentBothRun "idempotency-concurrent-both-run" Idempotency "IDEM-09" "Two requests with one key at the same time are both done."
    IdempotencyMismatchExecuted "idempotency-mismatch-executed" Idempotency "IDEM-06" "A key used with other parameters is done as a new request."
}
