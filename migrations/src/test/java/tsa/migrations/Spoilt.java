package tsa.migrations;

import java.util.List;

/** A change of a valid row that one constraint must refuse. */
record Spoilt(String constraint, String table, String changes) {
  @Override
  public String toString() {
    return constraint + ": " + changes.strip().replace("\n", ", ");
  }

  /** At least one for each constraint, and one for each way to break it. */
  static List<Spoilt> all() {
    return List.of(
        new Spoilt("workers_name_is_plain", "workers", "name = ''"),
        new Spoilt("workers_name_is_plain", "workers", "name = repeat('x', 256)"),
        new Spoilt("workers_name_is_plain", "workers", "name = 'a b'"),
        new Spoilt("workers_name_is_plain", "workers", "name = E'a\\tb'"),
        new Spoilt("workers_name_is_plain", "workers", "name = E'a\\u0007b'"),
        new Spoilt("workers_name_is_plain", "workers", "name = E'a\\u2003b'"),
        new Spoilt("workers_name_is_plain", "workers", "name = 'a/b'"),
        new Spoilt("workers_name_is_plain", "workers", "name = 'a?b'"),
        new Spoilt("workers_name_is_plain", "workers", "name = 'a#b'"),
        new Spoilt("workers_name_is_plain", "workers", "name = 'a%b'"),
        new Spoilt("workers_revision_is_positive", "workers", "revision = 0"),
        new Spoilt("workers_incarnation_is_positive", "workers", "incarnation = 0"),
        new Spoilt("workers_reason_has_code", "workers", "reason = '{}'"),
        new Spoilt(
            "workers_reason_has_code", "workers", "reason = '{\"code\": 7}'\nreason_code = '7'"),
        new Spoilt("workers_reason_has_code", "workers", "reason = '[]'"),
        new Spoilt("workers_reason_code_agrees", "workers", "reason_code = 'other'"),
        new Spoilt("workers_registration_is_object", "workers", "registration = '[]'"),
        new Spoilt("workers_tags_are_words", "workers", "tags = '{a,null}'"),
        new Spoilt("workers_drain_matches_state", "workers", "state = 'landing'"),
        new Spoilt("workers_drain_matches_state", "workers", "state = 'landed'"),
        new Spoilt("workers_drain_matches_state", "workers", "state = 'retiring'"),
        new Spoilt("workers_drain_matches_state", "workers", "state = 'retired'"),
        new Spoilt("workers_drain_matches_state", "workers", "drain_requested_at = now()"),
        new Spoilt("workers_drain_details_need_request", "workers", "drain_by = 'me'"),
        new Spoilt("workers_drain_details_need_request", "workers", "drain_why = 'so'"),
        new Spoilt("workers_drain_details_need_request", "workers", "drain_deadline = now()"),
        new Spoilt(
            "workers_gone_has_no_address",
            "workers",
            "state = 'landed'\ndrain_requested_at = now()\ngarden_addr = 'h:1'"),
        new Spoilt(
            "workers_gone_has_no_address",
            "workers",
            "state = 'retired'\ndrain_requested_at = now()\nbaggageclaim_url = 'http://h:2'"),
        new Spoilt("workers_check_failures_is_not_negative", "workers", "check_failures = -1"),
        new Spoilt("workers_failing_since_matches_failures", "workers", "check_failures = 1"),
        new Spoilt("workers_failing_since_matches_failures", "workers", "failing_since = now()"),
        new Spoilt("workers_last_verdict_is_known", "workers", "last_verdict = 'fine'"),
        new Spoilt("workers_quarantine_count_is_not_negative", "workers", "quarantine_count = -1"),
        new Spoilt("workers_cordon_details_need_cordon", "workers", "cordoned_by = 'me'"),
        new Spoilt("workers_cordon_details_need_cordon", "workers", "cordoned_why = 'so'"),
        new Spoilt("workers_name_conflict_is_whole", "workers", "name_conflict_at = now()"),
        new Spoilt("workers_name_conflict_is_whole", "workers", "name_conflict_start_time = 1"),
        new Spoilt("workers_gateway_id_fkey", "workers", "gateway_id = gen_random_uuid()"),
        new Spoilt("heartbeats_worker_fkey", "heartbeats", "worker = 'unknown'"),
        new Spoilt("heartbeats_counts_are_not_negative", "heartbeats", "active_containers = -1"),
        new Spoilt("heartbeats_counts_are_not_negative", "heartbeats", "active_volumes = -1"),
        new Spoilt("heartbeats_counts_are_not_negative", "heartbeats", "check_objects = -1"),
        new Spoilt(
            "heartbeats_container_names_are_bounded",
            "heartbeats",
            "container_names = repeat('x', 2001)"),
        new Spoilt("worker_events_reason_has_code", "worker_events", "reason = '{}'"),
        new Spoilt("worker_events_reason_code_agrees", "worker_events", "reason_code = 'other'"),
        new Spoilt("checks_kind_is_known", "checks", "kind = 'idle'"),
        new Spoilt("checks_duration_is_not_negative", "checks", "duration_ms = -1"),
        new Spoilt("checks_verdict_is_known", "checks", "verdict = 'fine'"),
        new Spoilt("checks_detail_is_bounded", "checks", "detail = repeat('x', 2001)"),
        new Spoilt("checks_steps_is_list", "checks", "steps = '{}'"),
        new Spoilt("residue_handle_is_ours", "residue", "handle = 'build-container'"),
        new Spoilt("residue_tries_is_not_negative", "residue", "tries = -1"),
        new Spoilt("rule_retirements_number_is_positive", "rule_retirements", "number = 0"),
        new Spoilt("access_tokens_hash_is_sha256", "access_tokens", "token_hash = repeat('A', 64)"),
        new Spoilt("access_tokens_hash_is_sha256", "access_tokens", "token_hash = repeat('a', 63)"),
        new Spoilt("access_tokens_user_is_named", "access_tokens", "user_name = ''"),
        new Spoilt("access_tokens_user_is_named", "access_tokens", "user_name = repeat('x', 101)"),
        new Spoilt("access_tokens_expire", "access_tokens", "expires_at = now()"),
        new Spoilt(
            "access_tokens_fingerprint_is_sha256",
            "access_tokens",
            "secret_fingerprint = repeat('A', 64)"),
        new Spoilt("atc_workers_state_is_theirs", "atc_workers", "state = 'retired'"),
        new Spoilt("atc_workers_word_is_known", "atc_workers", "word = 'retired'"),
        new Spoilt("atc_workers_address_is_whole", "atc_workers", "garden_addr = 'h:1'"));
  }
}
