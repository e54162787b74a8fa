package tsa.lab.rehearsal;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/** Keeps the control loop from logging the hundreds of hours that a rehearsal takes. */
final class Quiet implements BeforeAllCallback, AfterAllCallback {
  private static Logger control() {
    return (Logger) LoggerFactory.getLogger("tsa.control");
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    control().setLevel(Level.OFF);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    control().setLevel(null);
  }
}
