package tsa.gateway.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tsa.gateway.TestKeys;
import tsa.testing.Patience;

/** Private keys as operators have them, made by {@code ssh-keygen}, and keys we make. */
class PrivateKeyFileTest {
  @TempDir private Path folder;

  private String keygen(String... arguments) throws Exception {
    return run("ssh-keygen", arguments);
  }

  private static String run(String program, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(program));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    Patience.exitCode(process);
    assertThat(process.exitValue()).as(out).isZero();
    return out;
  }

  private static String firstTwoWords(String line) {
    String[] words = line.strip().split(" ");
    return words[0] + " " + words[1];
  }

  @ParameterizedTest
  @CsvSource({
    "rsa, PEM, BEGIN RSA PRIVATE KEY",
    "rsa, PKCS8, BEGIN PRIVATE KEY",
    "rsa, RFC4716, BEGIN OPENSSH PRIVATE KEY",
    "ed25519, RFC4716, BEGIN OPENSSH PRIVATE KEY",
    "ecdsa, RFC4716, BEGIN OPENSSH PRIVATE KEY",
    "ecdsa, PEM, BEGIN EC PRIVATE KEY",
    "ecdsa, PKCS8, BEGIN PRIVATE KEY",
  })
  void keysOfSshKeygenLoad(String type, String format, String label) throws Exception {
    Path key = folder.resolve("key");
    keygen("-q", "-t", type, "-m", format, "-N", "", "-f", key.toString());
    assertThat(Files.readString(key)).contains(label);
    String line = KeyFiles.publicLine(PrivateKeyFile.load(key), "x");
    assertThat(firstTwoWords(line))
        .isEqualTo(firstTwoWords(Files.readString(folder.resolve("key.pub"))));
  }

  /** OpenSSL writes the curve as a block of its own before the key. */
  @ParameterizedTest
  @CsvSource({"prime256v1", "secp384r1", "secp521r1"})
  void keysOfOpensslOnCurvesLoad(String curve) throws Exception {
    Path sec1 = folder.resolve("sec1");
    run("openssl", "ecparam", "-name", curve, "-genkey", "-out", sec1.toString());
    assertThat(Files.readString(sec1)).contains("BEGIN EC PARAMETERS", "BEGIN EC PRIVATE KEY");
    Path pkcs8 = folder.resolve("pkcs8");
    run("openssl", "pkcs8", "-topk8", "-nocrypt", "-in", sec1.toString(), "-out", pkcs8.toString());
    Files.setPosixFilePermissions(sec1, PosixFilePermissions.fromString("rw-------"));
    String expected = firstTwoWords(keygen("-y", "-P", "", "-f", sec1.toString()));
    for (Path key : List.of(sec1, pkcs8)) {
      String line = KeyFiles.publicLine(PrivateKeyFile.load(key), "x");
      assertThat(firstTwoWords(line)).isEqualTo(expected);
    }
  }

  @Test
  void ed25519OfOpensslLoads() throws Exception {
    Path key = folder.resolve("key");
    run("openssl", "genpkey", "-algorithm", "ed25519", "-out", key.toString());
    String pem = run("openssl", "pkey", "-in", key.toString(), "-pubout");
    byte[] der = Base64.getMimeDecoder().decode(pem.replaceAll("-----.*-----", ""));
    assertThat(PrivateKeyFile.load(key).getPublic().getEncoded()).isEqualTo(der);
  }

  @Test
  void kindsThatNoWorkerKnowsAreRefused() throws Exception {
    Path key = folder.resolve("key");
    run("openssl", "ecparam", "-name", "secp256k1", "-genkey", "-out", key.toString());
    assertThatThrownBy(() -> PrivateKeyFile.load(key))
        .isInstanceOf(KeyFileException.class)
        .hasMessageContaining("curve");
    run("openssl", "genpkey", "-algorithm", "ed448", "-out", key.toString());
    assertThatThrownBy(() -> PrivateKeyFile.load(key)).isInstanceOf(KeyFileException.class);
  }

  @Test
  void whichOfTwoKeysIsMeantIsNotGuessed() throws Exception {
    Path one = folder.resolve("one");
    Path other = folder.resolve("other");
    keygen("-q", "-t", "ecdsa", "-m", "PEM", "-N", "", "-f", one.toString());
    keygen("-q", "-t", "ed25519", "-N", "", "-f", other.toString());
    Path both = folder.resolve("both");
    Files.writeString(both, Files.readString(one) + Files.readString(other));
    assertThatThrownBy(() -> PrivateKeyFile.load(both)).hasMessageContaining("holds 2 keys");
  }

  @ParameterizedTest
  @CsvSource({
    "rsa, PEM",
    "rsa, PKCS8",
    "rsa, RFC4716",
    "ecdsa, PEM",
    "ecdsa, PKCS8",
    "ed25519, RFC4716"
  })
  void encryptedKeysAreRefusedAsSuch(String type, String format) throws Exception {
    Path key = folder.resolve("key");
    keygen("-q", "-t", type, "-m", format, "-N", "secret", "-f", key.toString());
    assertThatThrownBy(() -> PrivateKeyFile.load(key))
        .isInstanceOf(KeyFileException.class)
        .hasMessageContaining(key.toString())
        .hasMessageContaining("encrypted");
  }

  @Test
  void pkcs1UnderTheLabelOfPkcs8Loads() throws Exception {
    KeyPair pair = TestKeys.HOST;
    byte[] der = KeyFiles.pkcs1(pair);
    Path key =
        Files.writeString(
            folder.resolve("key"),
            "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(der)
                + "\n-----END PRIVATE KEY-----\n");
    assertThat(PrivateKeyFile.load(key).getPublic()).isEqualTo(pair.getPublic());
  }

  @Test
  void weakKeysAreRefused() throws Exception {
    Path key = folder.resolve("key");
    keygen("-q", "-t", "rsa", "-b", "1024", "-m", "PEM", "-N", "", "-f", key.toString());
    assertThatThrownBy(() -> PrivateKeyFile.load(key))
        .hasMessageContaining("1024 bits is too weak");
  }

  @Test
  void whatIsNoKeyIsRefused() throws Exception {
    Path missing = folder.resolve("missing");
    assertThatThrownBy(() -> PrivateKeyFile.load(missing))
        .isInstanceOf(KeyFileException.class)
        .hasMessageContaining("cannot read")
        .hasMessageContaining("missing");
    assertThatThrownBy(() -> PrivateKeyFile.load(folder)).isInstanceOf(KeyFileException.class);
    for (String text :
        List.of(
            "",
            "hello",
            "ssh-rsa AAAA",
            "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n",
            "-----BEGIN PRIVATE KEY-----\nMAMC\n-----END PRIVATE KEY-----\n",
            "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n",
            "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")) {
      Path file = Files.writeString(folder.resolve("bad"), text);
      assertThatThrownBy(() -> PrivateKeyFile.load(file))
          .as(text)
          .isInstanceOf(KeyFileException.class)
          .hasMessageContaining("bad");
    }
  }

  @Test
  void aPairIsMadeOnceForTheOwnerAlone() throws Exception {
    Path key = folder.resolve("keys").resolve("worker");
    KeyFiles.Pair pair = KeyFiles.ensure(key, "worker");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
        .isEqualTo("rw-------");
    assertThat(Files.readString(key)).startsWith("-----BEGIN RSA PRIVATE KEY-----\n");
    assertThat(keygen("-y", "-P", "", "-f", key.toString()).strip())
        .isEqualTo(firstTwoWords(Files.readString(pair.publicKey())));
    byte[] before = Files.readAllBytes(key);
    assertThat(KeyFiles.ensure(key, "worker")).isEqualTo(pair);
    assertThat(Files.readAllBytes(key)).isEqualTo(before);
    Files.delete(pair.publicKey());
    KeyFiles.ensure(key, "worker");
    assertThat(pair.publicKey()).exists();
  }

  @Test
  void theKeyOfAGatewayIsCheapToSignWith() throws Exception {
    Path key = folder.resolve("host");
    KeyFiles.Pair pair = KeyFiles.ensureHost(key, "host");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
        .isEqualTo("rw-------");
    assertThat(keygen("-y", "-P", "", "-f", key.toString()).strip())
        .startsWith("ecdsa-sha2-nistp256 ")
        .startsWith(firstTwoWords(Files.readString(pair.publicKey())));
    assertThat(PrivateKeyFile.load(key).getPrivate().getAlgorithm()).isEqualTo("EC");
    byte[] before = Files.readAllBytes(key);
    assertThat(KeyFiles.ensureHost(key, "host")).isEqualTo(pair);
    assertThat(Files.readAllBytes(key)).isEqualTo(before);
  }

  @Test
  void aPairThatCannotBeUsedIsNotReplaced() throws IOException {
    Path key = Files.writeString(folder.resolve("worker"), "rubbish");
    assertThatThrownBy(() -> KeyFiles.ensure(key, "worker")).isInstanceOf(KeyFileException.class);
    assertThat(key).hasContent("rubbish");
  }
}
