package tsa.demo;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.time.InstantSource;
import tsa.cli.Api;
import tsa.cli.Surroundings;
import tsa.cli.Token;
import tsa.control.Ticker;
import tsa.simulator.link.LinkSettings;

/** One demo against a service that runs on this machine. */
public final class DemoRun implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Cast cast;
  private final Api api;

  /**
   * @param key a key that the gateway lets in
   */
  public DemoRun(
      int sshPort, int apiPort, Path tokenFile, KeyPair key, InstantSource wall, Ticker ticker)
      throws Exception {
    InetSocketAddress gateway = new InetSocketAddress(InetAddress.getLoopbackAddress(), sshPort);
    api = new Api(URI.create("http://127.0.0.1:" + apiPort), Token.read(tokenFile));
    cast = new Cast(LinkSettings.of(gateway, key).withPause(PAUSE), wall, ticker::nanos);
  }

  /**
   * Plays the demo.
   *
   * @param limit after which it gives up waiting for what should happen
   * @return whether all of it was seen
   */
  public boolean play(Surroundings surroundings, Ticker ticker, Duration limit) throws Exception {
    return new Demo(cast, api, new Stage(surroundings), ticker, limit).play();
  }

  @Override
  public void close() throws Exception {
    cast.close();
    api.close();
  }
}
