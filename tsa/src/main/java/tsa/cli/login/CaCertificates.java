package tsa.cli.login;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import tsa.cli.CliException;
import tsa.tls.TrustedAuthorities;

/** Certificates of the authorities that one gateway's certificate may come from. */
public final class CaCertificates {
  private CaCertificates() {}

  /**
   * The certificates in that file, as text (PEM).
   *
   * @throws CliException if it cannot be read, or holds none
   */
  public static String read(Path file) throws CliException {
    String pem;
    try {
      pem = TrustedAuthorities.read(file);
    } catch (IOException e) {
      throw new CliException("cannot read the certificates in " + file + ": " + e);
    }
    var _ = of(pem, file.toString());
    return pem;
  }

  /**
   * Trusts those authorities and no others.
   *
   * @param source where they come from, for a person
   * @throws CliException if the text holds no certificates
   */
  public static SSLContext of(String pem, String source) throws CliException {
    try {
      return TrustedAuthorities.of(pem);
    } catch (GeneralSecurityException e) {
      throw new CliException(source + " holds no certificate in PEM: " + e.getMessage());
    }
  }
}
