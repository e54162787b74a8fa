package tsa.wire;

import org.jspecify.annotations.Nullable;

/**
 * Body of a request to land, retire, prune or delete. All of it may be left out. fly 8.3 sends a
 * whole worker here, of which only the team is filled (fly sheet §5).
 *
 * @param team the team the caller believes the worker to be of, empty for all teams; null for no
 *     claim
 * @param reason why, in the caller's words
 */
public record AskJson(@Nullable String team, @Nullable String reason) {}
