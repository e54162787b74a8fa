package tsa.wire;

/**
 * What came of ending all logins of a user.
 *
 * @param user as in the request
 * @param ended how many logins there were
 */
public record LogoutJson(String user, int ended) {}
