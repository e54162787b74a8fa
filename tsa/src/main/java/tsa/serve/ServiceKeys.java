package tsa.serve;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tsa.gateway.keys.KeyFileException;
import tsa.gateway.keys.KeyFiles;
import tsa.gateway.keys.KeySources;
import tsa.gateway.keys.PrivateKeyFile;
import tsa.settings.ServerOptions;

/**
 * The keys given, or pairs made under the work dir.
 *
 * @param hostKey private half of the host key
 * @param sources keys that workers log in with
 * @param madeHostKey public half of the host key, if it was made here
 * @param madeWorkerKey private half of the workers' key, if it was made here
 */
record ServiceKeys(
    Path hostKey, KeySources sources, Optional<Path> madeHostKey, Optional<Path> madeWorkerKey) {

  /**
   * Reads or makes them.
   *
   * @throws KeyFileException if one cannot be used
   * @throws IOException if one cannot be made
   */
  static ServiceKeys of(ServerOptions options, Path workDir) throws KeyFileException, IOException {
    Optional<KeyFiles.Pair> host = Optional.empty();
    if (options.hostKey() != null) {
      var _ = PrivateKeyFile.load(options.hostKey()); // refused before a database is made
    } else {
      host = Optional.of(KeyFiles.ensureHost(workDir.resolve("host_key"), "tsa-host-key"));
    }
    Optional<KeyFiles.Pair> worker = Optional.empty();
    if (!options.hasWorkerKeys()) {
      worker = Optional.of(KeyFiles.ensure(workDir.resolve("worker_key"), "tsa-worker-key"));
    }
    return new ServiceKeys(
        host.map(KeyFiles.Pair::privateKey).orElseGet(options::hostKey),
        worker.map(pair -> KeySources.of(pair.publicKey())).orElseGet(() -> given(options)),
        host.map(KeyFiles.Pair::publicKey),
        worker.map(KeyFiles.Pair::privateKey));
  }

  private static KeySources given(ServerOptions options) {
    Map<String, List<Path>> teams = new TreeMap<>();
    options.teamAuthorizedKeys().forEach((team, file) -> teams.put(team, List.of(file)));
    return new KeySources(options.authorizedKeys(), teams, options.teamAuthorizedKeysFile());
  }
}
