package tsa.probe;

import java.io.Serial;
import tsa.lifecycle.FailureCause;

/** A call did not do what it should. Carries no stack trace: it is an outcome, not a defect. */
final class ProbeException extends Exception {
  @Serial private static final long serialVersionUID = 1;

  private final transient Finding finding;

  ProbeException(Finding finding) {
    super(DetailText.of(finding.detail()), null, false, false);
    this.finding = finding;
  }

  static ProbeException badAnswer(String detail) {
    return new ProbeException(new Finding.NoAnswer(FailureCause.BAD_ANSWER, detail, true));
  }

  Finding finding() {
    return finding;
  }

  /**
   * Whether the request may yet be carried out although no answer came
   * (docs/protocol/worker-apis.md#requests-outlive-their-client).
   */
  boolean leavesDoubt() {
    return finding instanceof Finding.NoAnswer none && none.sent();
  }
}
