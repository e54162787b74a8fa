package tsa.api.login;

import java.time.Duration;

/** What came of an attempt to log in. */
public sealed interface LoginResult {
  /**
   * It was right.
   *
   * @param user the name as it was given with the setting
   * @param token to be shown to its owner, once, and to nobody else
   * @param life how long it is valid
   */
  record Granted(String user, String token, Duration life) implements LoginResult {
    /** Without the token: what is printed may end in a log. */
    @Override
    public String toString() {
      return "welcome, " + user;
    }
  }

  /** No such user, or not that password: the caller is not told which. */
  record WrongPassword() implements LoginResult {}

  /**
   * Too many wrong passwords; this one was not looked at.
   *
   * @param time how long to wait
   */
  record Throttled(Duration time) implements LoginResult {}

  /** Too many attempts at a time; this one was not looked at. */
  record Overloaded() implements LoginResult {}
}
