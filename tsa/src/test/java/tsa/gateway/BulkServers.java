package tsa.gateway;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import tsa.lab.simulator.link.LinkServers;

/**
 * Servers of a worker that take or give much data. The first byte says what is wanted: {@code U} to
 * send data and be told its SHA-256, {@code D} to be given data, {@code P} to be given one byte,
 * {@code W} to be given one late, {@code S} to find nobody who reads. Thread-safe.
 */
final class BulkServers implements LinkServers, Closeable {
  /** How much {@code D} gives, and {@link #upload} takes by default. */
  static final int BLOCKS = 12;

  private static final int BLOCK = 1 << 20;

  /** Lets {@code W} answer. */
  final CountDownLatch mayAnswer = new CountDownLatch(1);

  private final List<Closeable> closers = new CopyOnWriteArrayList<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final byte[] block = new byte[BLOCK];

  BulkServers() {
    new Random(7).nextBytes(block);
  }

  @Override
  public void garden(InputStream in, OutputStream out, Closeable connection) {
    Thread.ofVirtual().start(() -> serve(in, out, connection));
  }

  @Override
  public void baggageclaim(InputStream in, OutputStream out, Closeable connection) {
    garden(in, out, connection);
  }

  /** The same servers on a port of the loopback. */
  ServerSocket listen() throws IOException {
    ServerSocket server = new ServerSocket(0, 300, InetAddress.getLoopbackAddress());
    Thread.ofVirtual()
        .start(() -> {
          while (!server.isClosed()) {
            try {
              Socket socket = server.accept();
              garden(socket.getInputStream(), socket.getOutputStream(), socket);
            } catch (IOException e) {
              return; // closed
            }
          }
        });
    return server;
  }

  /** The same servers on a Unix socket, which is reached from any network namespace. */
  void listen(Path path) throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(path));
    Thread.ofVirtual()
        .start(() -> {
          try (server) {
            while (true) {
              SocketChannel socket = server.accept();
              garden(Channels.newInputStream(socket), Channels.newOutputStream(socket), socket);
            }
          } catch (IOException e) {
            return; // closed
          }
        });
    closers.add(server);
  }

  private void serve(InputStream in, OutputStream out, Closeable connection) {
    try (connection) {
      switch (in.read()) {
        case 'U' -> out.write(digest(in));
        case 'D' -> blocks(out, BLOCKS);
        case 'P' -> out.write('p');
        case 'W' -> {
          waiting.incrementAndGet();
          mayAnswer.await();
          out.write('w');
        }
        default -> closed.await();
      }
      out.close();
    } catch (IOException | InterruptedException e) {
      return; // the other end asserts what it sees
    }
  }

  /** Sends that many blocks; each differs from the one before. */
  void blocks(OutputStream out, int blocks) throws IOException {
    byte[] mine = block.clone();
    for (int i = 0; i < blocks; i++) {
      mine[0] = (byte) i;
      out.write(mine);
    }
    out.flush();
  }

  /** Uploads; what the worker says it got. */
  byte[] upload(InputStream in, OutputStream out, int blocks) throws IOException {
    out.write('U');
    blocks(out, blocks);
    out.close();
    return in.readAllBytes();
  }

  /** Downloads; what came, as a digest. */
  byte[] download(InputStream in, OutputStream out) throws IOException {
    out.write('D');
    out.flush();
    return digest(in);
  }

  /** The digest of that many blocks. */
  byte[] expected(int blocks) {
    MessageDigest digest = sha256();
    byte[] mine = block.clone();
    for (int i = 0; i < blocks; i++) {
      mine[0] = (byte) i;
      digest.update(mine);
    }
    return digest.digest();
  }

  /** Leaves the stream open: closing that of a socket would close both directions. */
  private static byte[] digest(InputStream in) throws IOException {
    MessageDigest digest = sha256();
    new DigestInputStream(in, digest).transferTo(OutputStream.nullOutputStream());
    return digest.digest();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /** How many wait for an answer. */
  int waiting() {
    return waiting.get();
  }

  /** Lets go of those that do not read. */
  @Override
  public void close() {
    closed.countDown();
    for (Closeable closer : closers) {
      try {
        closer.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
