package tsa.lab.simulator;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import tsa.lab.simulator.http.ServerRequest;
import tsa.lab.simulator.http.ServerResponse;
import tsa.lab.simulator.http.ServerRouter;

/**
 * Tar in and out of volumes (docs/protocol/worker-apis.md#routes-of-baggageclaim). Safe for use by
 * many threads.
 */
final class VolumeStreams {
  private static final String IN_FAILED = "failed to stream in to volume";
  private static final String OUT_FAILED = "failed to stream out from volume";
  private static final String P2P_FAILED = "failed to stream p2p out from volume";

  private final VolumeStore store;
  private final SimulatedDisk disk;

  VolumeStreams(VolumeStore store, SimulatedDisk disk) {
    this.store = store;
    this.disk = disk;
  }

  void addTo(ServerRouter router) {
    router.add("PUT", "/volumes/:handle/stream-in", this::in);
    router.add("PUT", "/volumes/:handle/stream-out", this::out);
    router.add("PUT", "/volumes/:handle/stream-p2p-out", this::p2pOut);
    router.add(
        "GET",
        "/p2p-url",
        _ ->
            ServerResponse.of(
                200,
                "text/plain; charset=utf-8",
                "http://127.0.0.1:7788".getBytes(StandardCharsets.UTF_8)));
  }

  private ServerResponse in(ServerRequest request) throws IOException, InterruptedException {
    StreamLimit limit;
    try {
      limit = StreamLimit.parse(request.queryValue("limit"));
    } catch (NumberFormatException e) {
      return BaggageclaimReply.error(400, "invalid limit " + request.queryValue("limit"));
    }
    try {
      SimulatedVolume volume = store.get(request.param("handle"));
      String path = request.queryValue("path");
      if (!volume.files().has(path)) {
        disk.grow(); // a directory to be made; its failure is no tar failure and so a 500
      }
      return unpack(request, volume, path, limit);
    } catch (VolumeException e) {
      return BaggageclaimReply.error(e.status(), IN_FAILED);
    } catch (DiskException e) {
      return BaggageclaimReply.error(500, IN_FAILED);
    }
  }

  private ServerResponse unpack(
      ServerRequest request, SimulatedVolume volume, String path, StreamLimit limit)
      throws IOException, InterruptedException {
    try {
      StreamEncoding encoding = StreamEncoding.parse(request.header("content-encoding"));
      disk.grow();
      if (volume.damaged()) {
        return BaggageclaimReply.error(400, IN_FAILED);
      }
      encoding.unpack(disk.room(limit).on(request.body()), path, volume.files());
      return ServerResponse.empty(204);
    } catch (StreamLimit.ExceededException e) {
      if (disk.isNearlyFull()) {
        return BaggageclaimReply.error(400, IN_FAILED);
      }
      return BaggageclaimReply.error(403, e.text()).with("Connection", "close");
    } catch (TarException | DiskException e) {
      return BaggageclaimReply.error(400, IN_FAILED);
    }
  }

  private ServerResponse out(ServerRequest request) throws IOException, InterruptedException {
    try {
      SimulatedVolume volume = store.get(request.param("handle"));
      StreamEncoding encoding = StreamEncoding.parse(request.header("accept-encoding"));
      String path = request.queryValue("path");
      if (!volume.files().has(path)) {
        return BaggageclaimReply.error(404, "no such file or directory");
      }
      return ServerResponse.of(200, "application/octet-stream", pack(volume, path, encoding));
    } catch (VolumeException e) {
      return BaggageclaimReply.error(e.status(), OUT_FAILED);
    } catch (TarException e) {
      return BaggageclaimReply.error(400, OUT_FAILED);
    }
  }

  private static byte[] pack(SimulatedVolume volume, String path, StreamEncoding encoding)
      throws IOException, TarException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    switch (encoding) {
      case RAW -> TarWriter.write(bytes, volume.files(), path);
      case GZIP -> {
        try (OutputStream gzip = new GZIPOutputStream(bytes)) {
          TarWriter.write(gzip, volume.files(), path);
        }
      }
      // The JDK has neither; a client that asks for them gets what an unknown encoding gets.
      case ZSTD, S2 -> throw new TarException("cannot compress");
    }
    return bytes.toByteArray();
  }

  /** Only the parameters are checked: there is no other worker to send to. */
  private ServerResponse p2pOut(ServerRequest request) throws IOException {
    for (String required : new String[] {"path", "streamInURL", "encoding"}) {
      if (request.queryValue(required).isEmpty()) {
        return BaggageclaimReply.error(400, P2P_FAILED);
      }
    }
    String text = P2P_FAILED + ": connection refused";
    return ServerResponse.of(200, "plain/text", text.getBytes(StandardCharsets.UTF_8));
  }
}
