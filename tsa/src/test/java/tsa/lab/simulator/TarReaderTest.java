package tsa.lab.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tsa.testing.Pure;

/** What a simulated volume takes of an archive, and which archives it refuses. */
@Pure
class TarReaderTest {
  private static final String LONG_NAME = "n".repeat(300);

  private final VolumeFiles files = new VolumeFiles();

  private static byte[] archive() throws IOException {
    VolumeFiles files = new VolumeFiles();
    files.addDirectory("/d");
    files.addFile("/d/" + LONG_NAME, "hello".getBytes(StandardCharsets.UTF_8), 5);
    files.addFile("/not-kept", new byte[10], 3_000_000);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TarWriter.write(out, files, "/");
    return out.toByteArray();
  }

  private void unpack(byte[] archive) throws IOException, TarException {
    unpack(new ByteArrayInputStream(archive));
  }

  private void unpack(InputStream archive) throws IOException, TarException {
    new TarReader(archive).unpack("/v", files);
  }

  @Test
  void whatWasWrittenIsRead() throws Exception {
    unpack(archive());
    assertThat(files.under("/"))
        .extracting(VolumeFiles.FileEntry::path)
        .containsExactly("/v/d", "/v/d/" + LONG_NAME, "/v/not-kept");
    assertThat(files.under("/v/d/" + LONG_NAME).getFirst().content()).asString().isEqualTo("hello");
    assertThat(files.under("/v/not-kept").getFirst().size()).isEqualTo(3_000_000);
  }

  @Test
  void anArchiveOfNothingIsOne() throws Exception {
    unpack(new byte[1024]);
    assertThat(files.under("/")).isEmpty();
  }

  /** Nothing, less than a header, less than a content, less than a padding. */
  @ParameterizedTest
  @ValueSource(ints = {0, 100, 700, 100_000})
  void whatBreaksOffIsRefused(int length) throws Exception {
    byte[] part = Arrays.copyOf(archive(), length);
    assertThatThrownBy(() -> unpack(part)).isInstanceOf(TarException.class);
  }

  @Test
  void aHeaderWithAWrongSumIsRefused() throws Exception {
    byte[] archive = archive();
    archive[0] ^= 1;
    assertThatThrownBy(() -> unpack(archive))
        .isInstanceOf(TarException.class)
        .hasMessage("invalid tar header");
  }

  @Test
  void aNameOfAGigabyteIsNotKept() {
    byte[] letters = new byte[1 << 20];
    Arrays.fill(letters, (byte) 'a');
    InputStream much =
        new SequenceInputStream(longName(1 << 30), new ByteArrayInputStream(letters));
    assertThatThrownBy(() -> unpack(much))
        .isInstanceOf(TarException.class)
        .hasMessageContaining("more than is allowed");
  }

  @Test
  void aStreamThatFailsIsNoBadArchive() throws Exception {
    InputStream closed = InputStream.nullInputStream();
    closed.close();
    assertThatThrownBy(() -> unpack(new SequenceInputStream(longName(1000), closed)))
        .isInstanceOf(IOException.class)
        .hasMessage("Stream closed");
  }

  private static InputStream longName(long size) {
    TarArchiveEntry entry =
        new TarArchiveEntry(TarConstants.GNU_LONGLINK, TarConstants.LF_GNUTYPE_LONGNAME);
    entry.setSize(size);
    byte[] header = new byte[TarConstants.DEFAULT_RCDSIZE];
    entry.writeEntryHeader(header);
    return new ByteArrayInputStream(header);
  }
}
