//! The contract of [`Store`](sarangbang::chat::ports::Store), sentence by sentence, run on every engine.
//!
//! An engine is added by implementing [`House`] for it and giving it a line at the end of this file.

mod store_contract {
    pub mod bells;
    pub mod bots;
    pub mod commit;
    pub mod commit_refusals;
    pub mod guests;
    pub mod house;
    pub mod kicks;
    pub mod killed;
    pub mod lasting;
    pub mod mentions;
    pub mod nicknames;
    pub mod notices;
    pub mod pages;
    pub mod persons;
    pub mod pictures;
    pub mod pins;
    pub mod reactions;
    pub mod reading;
    pub mod revisions;
    pub mod rooms;
    pub mod search;
    pub mod spaces;
    pub mod sqlite;
    pub mod terms;
    pub mod visitors;
}

use store_contract::{house::House, sqlite::SqliteHouse};

/// Makes a test of each sentence, on a house of its own.
macro_rules! sentences {
    ($house:ty: $($topic:ident { $($sentence:ident)* })*) => {$(
        mod $topic {
            use super::*;

            $(
                #[tokio::test(flavor = "multi_thread")]
                async fn $sentence() {
                    crate::store_contract::$topic::$sentence(&<$house>::build()).await;
                }
            )*
        }
    )*};
}

macro_rules! contract {
    ($engine:ident, $house:ty) => {
        mod $engine {
            use super::*;

            sentences! { $house:
                guests {
                    a_new_guest_is_the_guest_of_its_session
                    a_token_that_nobody_was_given_belongs_to_nobody
                    a_session_is_good_until_it_is_older_than_asked_for
                    being_seen_keeps_a_session_alive
                    a_clock_that_runs_backwards_does_not_age_a_session
                    an_ended_session_belongs_to_nobody
                    ending_a_session_that_does_not_exist_is_no_error
                    sessions_last_seen_before_the_time_expire
                    an_ink_is_the_guests_wherever_they_are_read
                }
                nicknames {
                    a_nickname_that_looks_like_a_held_one_is_refused
                    a_refused_guest_leaves_nothing_behind
                    only_one_of_many_gets_a_nickname_asked_for_at_once
                    a_nickname_is_free_once_its_session_has_ended
                    a_nickname_is_free_once_its_session_has_expired
                    a_renamed_guest_is_known_by_the_new_nickname_and_frees_the_old_one
                    a_guest_may_take_a_look_alike_of_its_own_nickname
                    a_rename_to_a_held_nickname_changes_nothing
                    a_guest_that_does_not_exist_or_has_left_cannot_be_renamed
                    messages_keep_the_nickname_they_were_written_under
                }
                visitors {
                    a_visitor_holds_a_nickname_until_the_visit_ends
                    a_visitor_gets_no_nickname_that_is_held
                    a_visitor_takes_another_nickname_and_frees_the_old_one
                    a_visit_ends_when_the_store_is_opened_again_and_sessions_go_on
                    ending_a_visit_leaves_everybody_else_their_nickname
                    what_a_visitor_wrote_stays
                }
                spaces {
                    a_space_is_made_once_and_holds_rooms
                    members_are_known_since_when_they_first_came
                    who_came_later_pages_back_to_what_they_first_wrote_or_found
                }
                rooms {
                    a_room_is_found_by_its_name_and_by_one_that_looks_the_same
                    a_new_room_is_as_it_was_asked_for_with_rev_0
                    a_room_that_does_not_exist_is_none
                    a_name_that_looks_like_a_live_rooms_is_refused
                    only_one_of_many_gets_a_room_name_asked_for_at_once
                    a_room_needs_an_owner_and_a_space_that_exist
                    rooms_are_listed_by_their_last_activity
                    a_late_message_does_not_make_a_room_less_recent
                    a_space_lists_its_own_rooms_only
                    a_guest_who_came_in_stays_a_member
                    nobody_is_a_member_of_a_room_that_does_not_exist
                    somebody_who_does_not_exist_is_no_member
                }
                commit {
                    a_message_is_stored_as_it_was_drafted
                    seq_and_rev_count_from_one_in_each_room
                    the_order_of_the_batch_is_the_order_in_the_room
                    an_empty_batch_is_answered_with_nothing
                    a_retry_gets_the_first_result
                    a_draft_that_stands_twice_in_a_batch_is_written_once
                    a_retry_between_new_drafts_leaves_no_hole
                    a_client_id_is_the_authors_own_in_each_room
                    a_retry_is_known_by_its_client_id_alone
                    a_draft_sent_many_times_at_once_is_written_once
                    many_writers_at_once_leave_no_hole_and_keep_their_order
                    messages_members_and_notices_share_a_batch
                    an_author_who_was_forgotten_meanwhile_does_not_spoil_the_batch
                }
                commit_refusals {
                    a_room_that_does_not_exist_refuses_its_drafts_only
                    a_reply_needs_a_message_of_the_same_room
                    a_reply_to_a_message_of_the_room_is_stored
                    refused_drafts_leave_no_trace
                    a_failed_batch_stores_nothing
                    a_batch_with_a_member_who_does_not_exist_stores_nothing
                    the_drafts_of_a_failed_batch_can_be_sent_again
                }
                reading {
                    a_mark_goes_forward_and_never_beyond_what_there_is
                    a_newcomer_has_nothing_unread
                    marks_are_of_live_rooms_of_one_space
                    who_was_never_in_a_room_leaves_no_mark
                }
                mentions {
                    members_are_mentioned_by_their_names
                    nobody_calls_themselves
                    a_mention_is_unread_until_it_is_read
                    mentions_are_of_live_rooms
                    an_edit_takes_a_call_back_and_makes_none
                    what_is_deleted_calls_nobody
                }
                pins {
                    the_owner_pins_and_lets_go
                    a_pin_tells_how_many_have_read_it
                    a_room_has_only_so_many_pins
                    what_is_deleted_is_not_pinned
                }
                reactions {
                    a_reaction_is_counted_under_its_message
                    a_reaction_changes_the_rev_and_nothing_else
                    a_reaction_that_is_given_or_taken_back_again_is_none
                    a_message_has_only_so_many_different_reactions
                    what_is_deleted_has_no_reactions
                    nobody_reacts_to_what_the_house_says
                }
                revisions {
                    an_edit_changes_the_text_and_raises_the_rev_only
                    a_deletion_leaves_a_tombstone_without_text
                    only_the_author_edits_and_only_author_and_owner_delete
                    that_somebody_came_is_not_theirs_to_revise
                    a_repeated_revision_changes_nothing_more
                    what_is_deleted_stays_deleted
                    a_revision_needs_a_message_of_its_room
                    revisions_and_messages_share_a_batch_in_its_order
                    an_edit_that_was_overtaken_changes_nothing
                    whoever_answers_a_message_quotes_what_it_says_now
                    a_retry_of_a_deleted_message_does_not_bring_it_back
                }
                terms {
                    no_notice_names_a_room_that_is_hidden_or_gone
                    only_listed_rooms_are_in_the_list_and_unlisted_ones_have_no_name
                    a_passing_room_becomes_the_listed_one_of_its_name
                    a_name_of_main_leads_to_one_room
                    names_repeat_outside_of_main_only
                    what_an_owner_decides_is_kept_and_changed_one_by_one
                    a_room_cannot_be_renamed_to_another_ones_name
                    a_pass_lasts_as_long_as_the_password_it_was_given_for
                    a_closed_room_is_gone_and_takes_nothing
                    a_room_takes_nothing_from_the_moment_at_which_its_time_is_over
                    what_was_written_in_a_closed_room_is_deleted_in_portions
                }
                pages {
                    the_latest_page_ends_with_the_newest_message
                    the_latest_page_of_an_empty_room_is_empty
                    the_page_before_a_message_ends_right_before_it
                    there_is_nothing_before_the_first_message
                    before_a_seq_that_is_still_to_come_is_the_latest_page
                    paging_back_meets_every_message_once
                    since_a_rev_are_the_messages_with_a_newer_one
                    since_the_current_rev_there_is_nothing
                    since_takes_the_oldest_first_when_there_are_too_many
                    a_page_and_its_rev_are_of_one_moment
                    pages_hold_messages_of_their_room_only
                    a_room_that_does_not_exist_has_no_pages
                    what_was_acknowledged_is_read_at_once
                }
                pictures {
                    pictures_are_read_with_their_message_in_its_order
                    a_picture_is_sent_once_by_its_owner_in_its_room
                    pictures_of_a_deleted_message_are_to_be_removed
                    whoever_departs_takes_their_pictures_along
                    pictures_that_were_not_sent_are_given_up
                    pictures_of_a_purged_room_are_to_be_removed
                    what_is_to_be_removed_is_told_in_portions_once_it_is_whole
                }
                notices {
                    a_notice_is_kept_as_it_was_told
                    the_latest_notices_come_oldest_first
                    a_space_has_its_own_notices
                    a_notice_needs_a_space_that_exists
                }
                persons {
                    a_passkey_holds_the_nickname_without_a_session
                    a_passkey_is_one_guests
                    whoever_returns_has_a_session_of_their_own
                    all_sessions_of_a_guest_end_and_nobody_elses
                    what_a_guest_wrote_is_read_room_by_room
                    nothing_is_left_of_whoever_is_forgotten
                    a_room_goes_to_its_oldest_member_who_can_come_back
                }
                bells {
                    a_bell_is_as_it_was_set_last
                    a_bell_needs_a_guest_and_a_room
                    the_bells_of_live_rooms_are_found_and_no_others
                    a_session_has_one_push_address_and_an_address_one_session
                    of_too_many_push_addresses_the_oldest_go
                    a_push_address_goes_with_its_session_or_when_it_is_dropped
                    whoever_is_forgotten_leaves_no_bell_and_no_push_address
                }
                kicks {
                    who_is_kicked_is_so_until_they_are_let_in
                    nothing_in_the_room_is_theirs_any_more
                    those_who_are_kicked_are_listed_the_latest_first
                    a_kick_needs_a_guest_and_a_live_room
                    who_is_forgotten_is_on_no_list
                }
                bots {
                    a_bot_is_found_by_its_token_with_its_reach
                    a_bot_keeps_its_nickname_when_the_store_is_opened_again
                    a_bot_needs_a_free_nickname_and_a_place_that_exists
                    a_bot_holds_its_nickname_until_it_is_removed_and_its_messages_stay_marked
                    the_nickname_of_a_purged_rooms_bot_is_free
                    a_webhook_begins_at_the_rooms_revision_and_moves_on
                    a_failing_webhook_says_why_until_it_is_given_up_or_well_again
                    only_a_bot_of_a_live_room_has_a_webhook
                }
                search {
                    words_are_found_inside_of_korean_ones_and_newest_first
                    only_the_rooms_asked_for_are_searched
                    authors_are_known_by_the_nickname_they_had_then
                    times_are_from_the_first_moment_to_before_the_last
                    paging_meets_every_hit_once
                    text_that_was_edited_away_or_deleted_is_not_found
                    what_was_deleted_leaves_the_engines_files
                    coming_and_going_is_not_found
                    what_was_not_indexed_before_closing_is_found_after
                    a_word_is_found_among_a_hundred_thousand_messages
                    a_guests_rooms_are_those_they_own_or_have_been_in
                }
                lasting {
                    everything_is_there_after_reopening
                    a_retry_after_reopening_gets_the_first_result
                    ids_grow_on_after_reopening
                    an_open_store_is_ready
                    closing_finishes_what_is_under_way
                    a_closed_store_refuses_everything_and_may_be_closed_again
                }
            }

            /// What [`a_killed_server_loses_nothing_it_acknowledged`] kills; nothing when run by itself.
            #[tokio::test(flavor = "multi_thread")]
            async fn appends_until_it_is_killed() {
                store_contract::killed::append_until_killed::<$house>().await;
            }

            #[tokio::test(flavor = "multi_thread")]
            async fn a_killed_server_loses_nothing_it_acknowledged() {
                let victim = concat!(stringify!($engine), "::appends_until_it_is_killed");
                store_contract::killed::loses_nothing_acknowledged(&<$house>::build(), victim).await;
            }
        }
    };
}

contract!(sqlite, SqliteHouse);
