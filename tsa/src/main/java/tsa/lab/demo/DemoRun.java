package tsa.lab.demo;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.time.InstantSource;
import tsa.cli.CliEnvironment;
import tsa.cli.client.ApiClient;
import tsa.cli.login.AccessToken;
import tsa.control.port.Ticker;
import tsa.lab.simulator.link.LinkSettings;

/** One demo against a service that runs on this machine. */
public final class DemoRun implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final DemoWorkers workers;
  private final ApiClient api;

  /**
   * @param key a key that the gateway lets in
   */
  public DemoRun(
      int sshPort, int apiPort, Path tokenFile, KeyPair key, InstantSource wall, Ticker ticker)
      throws Exception {
    InetSocketAddress gateway = new InetSocketAddress(InetAddress.getLoopbackAddress(), sshPort);
    api = new ApiClient(URI.create("http://127.0.0.1:" + apiPort), AccessToken.read(tokenFile));
    workers = new DemoWorkers(LinkSettings.of(gateway, key).withPause(PAUSE), wall, ticker::nanos);
  }

  /**
   * Plays the demo.
   *
   * @param limit after which it gives up waiting for what should happen
   * @return whether all of it was seen
   */
  public boolean play(CliEnvironment environment, Ticker ticker, Duration limit) throws Exception {
    return new Demo(workers, api, new DemoScreen(environment), ticker, limit).play();
  }

  @Override
  public void close() throws Exception {
    workers.close();
    api.close();
  }
}
