package tsa.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Heads and bodies of answers, good and hostile. */
class AnswerReadingTest {
  private static final int MAX = 1000;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          HTTP/1.1 200 OK$Content-Length: 5$$hello                      | hello
          HTTP/1.0 200 OK$$hello                                        | hello
          HTTP/1.1 200$content-length:5$$hello                          | hello
          HTTP/1.1 200 OK$Content-Length: 5$$hello and more             | hello
          HTTP/1.1 200 OK$Transfer-Encoding: chunked$$5$hello$0$$       | hello
          HTTP/1.1 200 OK$Transfer-Encoding: Chunked$$2;x=y$he$3$llo$0$T: 1$$ | hello
          HTTP/1.1 100 Continue$$HTTP/1.1 200 OK$Content-Length: 5$$hello | hello
          HTTP/1.1 204 No Content$Content-Length: 5$$hello              | ''
          HTTP/1.1 302 Found$Location: http://elsewhere/$Content-Length: 0$$ | ''
          """)
  void goodAnswers(String raw, String body) throws IOException {
    assertThat(text(raw.replace("$", "\r\n"))).isEqualTo(body);
    assertThat(text(raw.replace("$", "\n"))).isEqualTo(body);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SSH-2.0-OpenSSH_9.2\n\n",
        "HTTP/2 200 OK\n\n",
        "HTTP/1.1 20 OK\n\n",
        "HTTP/1.1 2000 OK\n\n",
        "HTTP/1.1 200 OK\nno colon\n\n",
        "HTTP/1.1 200 OK\nContent-Length: -1\n\n",
        "HTTP/1.1 200 OK\nContent-Length: 0x5\n\nhello",
        "HTTP/1.1 200 OK\nContent-Length: 99999999999999999999\n\n",
        "HTTP/1.1 200 OK\nContent-Length: 5\nContent-Length: 6\n\nhello!",
        "HTTP/1.1 200 OK\nContent-Length: 5\nTransfer-Encoding: chunked\n\n5\nhello\n0\n\n",
        "HTTP/1.1 200 OK\nTransfer-Encoding: gzip, chunked\n\n",
        "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n{\"process_id\":1}\n",
        "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n-5\nhello",
        "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n123456789\nhello",
        "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n2\nhello\n0\n\n",
        "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n\n",
      })
  void badAnswers(String raw) {
    assertThatThrownBy(() -> text(raw)).isInstanceOf(BadAnswerException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HTTP/1.1 2",
        "HTTP/1.1 200 OK\nContent-Length: 5\n",
        "HTTP/1.1 200 OK\nContent-Length: 5\n\nhell",
        "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n5\nhel",
        "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n5\nhello\n",
        "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n5\nhello\n0\n",
      })
  void answersThatBreakOff(String raw) {
    assertThatThrownBy(() -> text(raw)).isInstanceOf(EOFException.class);
  }

  @Test
  void bodiesWithoutEndAreCutOff() {
    InputStream endless = new Endless("HTTP/1.1 200 OK\n\n", "more");
    assertThatThrownBy(() -> ResponseHead.read(endless).reply(endless, MAX))
        .isInstanceOf(BadAnswerException.class)
        .hasMessageContaining("1000 bytes");
    InputStream chunks = new Endless("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n", "1\na\n");
    assertThatThrownBy(() -> ResponseHead.read(chunks).reply(chunks, MAX))
        .isInstanceOf(BadAnswerException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "X: y\n", "HTTP/1.1 100 C\n\n", "\n"})
  void headsWithoutEndAreCutOff(String more) {
    InputStream endless = new Endless("HTTP/1.1 102 P\n", more);
    assertThatThrownBy(() -> ResponseHead.read(endless)).isInstanceOf(BadAnswerException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"5;", "5\nhello\n0\nT", "5\nhello\n0\nT: 1\n"})
  void chunksWithoutEndAreCutOff(String more) {
    String start = "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n" + more;
    InputStream endless = new Endless(start, more.endsWith("\n") ? "T: 1\n" : "x");
    assertThatThrownBy(() -> ResponseHead.read(endless).reply(endless, MAX))
        .isInstanceOf(BadAnswerException.class);
  }

  private static String text(String raw) throws IOException {
    InputStream in = new ByteArrayInputStream(raw.getBytes(StandardCharsets.ISO_8859_1));
    byte[] body = ResponseHead.read(in).reply(in, MAX).body();
    return new String(body, StandardCharsets.UTF_8);
  }

  /** A text, then another again and again. */
  private static final class Endless extends InputStream {
    private final String start;
    private final String more;
    private int at;

    Endless(String start, String more) {
      this.start = start;
      this.more = more;
    }

    @Override
    public int read() {
      int here = at++;
      return here < start.length()
          ? start.charAt(here)
          : more.charAt((here - start.length()) % more.length());
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      for (int i = 0; i < length; i++) {
        buffer[offset + i] = (byte) read();
      }
      return length;
    }
  }
}
