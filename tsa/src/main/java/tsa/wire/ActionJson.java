package tsa.wire;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import org.jspecify.annotations.Nullable;

/**
 * Body of a request to land, retire, prune or delete. All of it may be left out. fly 8.3 sends a
 * whole worker here, of which only the team is filled (docs/protocol/fly.md#commands): the other
 * members of a worker are passed over, and all else is refused.
 *
 * @param team the team the caller believes the worker to be of, empty for all teams; null for no
 *     claim
 * @param reason why, in the caller's words
 */
@JsonIgnoreProperties({
  "addr",
  "baggageclaim_url",
  "certs_path",
  "http_proxy_url",
  "https_proxy_url",
  "no_proxy",
  "active_containers",
  "active_volumes",
  "active_tasks",
  "max_active_tasks",
  "resource_types",
  "platform",
  "tags",
  "name",
  "version",
  "start_time",
  "ephemeral",
  "state"
})
public record ActionJson(@Nullable String team, @Nullable String reason) {}
