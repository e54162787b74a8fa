package tsa.lab.simulator.http;

import java.io.IOException;

/** Decides whether a connection gets anywhere. Called from many threads. */
public interface ConnectionGate {
  /** A gate that is always open. */
  ConnectionGate OPEN =
      new ConnectionGate() {
        @Override
        public boolean onConnect() {
          return true;
        }

        @Override
        public boolean onRequest() {
          return true;
        }
      };

  /**
   * Asked before the first byte of a connection is read; may block.
   *
   * @return false to close the connection without a byte
   */
  boolean onConnect() throws IOException, InterruptedException;

  /**
   * Asked when the head of a request has been read.
   *
   * @return false to close the connection without an answer
   */
  boolean onRequest() throws IOException, InterruptedException;
}
