package tsa.lab.simulator.link;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.ChannelFactory;
import org.apache.sshd.common.cipher.BuiltinCiphers;
import org.apache.sshd.common.cipher.Cipher;
import org.apache.sshd.common.io.nio2.Nio2ServiceFactoryFactory;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.core.CoreModuleProperties;
import org.jspecify.annotations.Nullable;

/**
 * What all simulated workers of a process share: one SSH client with its few threads, and one
 * timer. Thread-safe.
 */
public final class LinkClient implements AutoCloseable {
  /** The stock worker waits for ever; whoever is still not let in by then never will be. */
  static final Duration LONGEST_HANDSHAKE = Duration.ofHours(1);

  /**
   * In the order of the stock worker (docs/protocol/registration.md#algorithms); the library would
   * begin with ChaCha20.
   */
  private static final List<NamedFactory<Cipher>> CIPHERS =
      List.of(
          BuiltinCiphers.aes128gcm,
          BuiltinCiphers.aes256gcm,
          BuiltinCiphers.cc20p1305_openssh,
          BuiltinCiphers.aes128ctr,
          BuiltinCiphers.aes192ctr,
          BuiltinCiphers.aes256ctr);

  private final SshClient ssh;
  private final ScheduledExecutorService timers;
  private final RandomGenerator random;
  private final List<InetAddress> sources;

  private LinkClient(
      SshClient ssh,
      ScheduledExecutorService timers,
      RandomGenerator random,
      List<InetAddress> sources) {
    this.ssh = ssh;
    this.timers = timers;
    this.random = random;
    this.sources = List.copyOf(sources);
  }

  /**
   * Starts one.
   *
   * @param random chooses among gateways; thread-safe
   */
  public static LinkClient start(RandomGenerator random) {
    return start(random, List.of());
  }

  /**
   * Starts one whose connections come from several addresses of this machine: each of them has
   * ports for about 28,000 connections.
   *
   * @param random chooses among gateways and sources; thread-safe
   * @param sources empty to leave it to the operating system
   */
  public static LinkClient start(RandomGenerator random, List<InetAddress> sources) {
    SshClient ssh = SshClient.setUpDefaultClient();
    ssh.setIoServiceFactoryFactory(new Nio2ServiceFactoryFactory());
    ssh.setUserAuthFactories(List.of(UserAuthPublicKeyFactory.INSTANCE));
    ssh.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
    ssh.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
    ssh.setServerKeyVerifier(LinkConnection::trusts);
    ssh.setChannelFactories(List.of(new Forwarded()));
    ssh.setCipherFactories(CIPHERS);
    CoreModuleProperties.IDLE_TIMEOUT.set(ssh, Duration.ZERO);
    CoreModuleProperties.AUTH_TIMEOUT.set(ssh, LONGEST_HANDSHAKE);
    CoreModuleProperties.TCP_NODELAY.set(ssh, true);
    ssh.start();
    ScheduledExecutorService timers =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("link-timers").factory());
    return new LinkClient(ssh, timers, random, sources);
  }

  private static final class Forwarded implements ChannelFactory {
    @Override
    public String getName() {
      return "forwarded-tcpip";
    }

    @Override
    public Channel createChannel(Session session) {
      return new AcceptedChannel();
    }
  }

  SshClient ssh() {
    return ssh;
  }

  RandomGenerator random() {
    return random;
  }

  /** Where the next connection comes from; null to leave it to the operating system. */
  @Nullable SocketAddress source() {
    return sources.isEmpty()
        ? null
        : new InetSocketAddress(sources.get(random.nextInt(sources.size())), 0);
  }

  /** Runs something again and again on a virtual thread, until it is cancelled. */
  Future<?> every(Duration interval, Runnable task) {
    long nanos = interval.toNanos();
    return timers.scheduleAtFixedRate(
        () -> Thread.ofVirtual().start(task), nanos, nanos, TimeUnit.NANOSECONDS);
  }

  /** Runs something once on a virtual thread. */
  void after(Duration delay, Runnable task) {
    try {
      timers.schedule(() -> Thread.ofVirtual().start(task), delay.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException closed) {
      return; // all of its workers are being ended
    }
  }

  /** Ends all connections. */
  @Override
  public void close() throws IOException {
    timers.shutdownNow();
    ssh.close(true).await(Duration.ofSeconds(10));
  }
}
