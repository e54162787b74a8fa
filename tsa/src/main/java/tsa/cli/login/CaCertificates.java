package tsa.cli.login;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import tsa.cli.CliException;

/** Certificates of the authorities that one gateway's certificate may come from. */
public final class CaCertificates {
  private static final int LONGEST = 1 << 20;

  private CaCertificates() {}

  /**
   * The certificates in that file, as text (PEM).
   *
   * @throws CliException if it cannot be read, or holds none
   */
  public static String read(Path file) throws CliException {
    String pem;
    try (InputStream in = Files.newInputStream(file)) {
      pem = new String(in.readNBytes(LONGEST), UTF_8);
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
      Collection<? extends Certificate> found =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(pem.getBytes(UTF_8)));
      if (found.isEmpty()) {
        throw new CliException(source + " holds no certificate in PEM");
      }
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int number = 0;
      for (Certificate certificate : found) {
        store.setCertificateEntry("ca" + number, certificate);
        number++;
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new CliException(source + " holds no certificate in PEM: " + e.getMessage());
    }
  }
}
