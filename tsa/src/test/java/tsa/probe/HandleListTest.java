package tsa.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tsa.worker.CheckHandle;
import tsa.worker.Load;

class HandleListTest {
  private static final CheckHandle OURS = Probing.handle(7);

  @Test
  void ourOwnContainersAreCountedApart() throws Exception {
    HandleList handles =
        HandleList.ofContainers(
            in("{\"More\":[{}],\"Handles\":[\"a\",\"%s\",\"b\"],\"Last\":1}".formatted(OURS)));
    assertThat(handles).isEqualTo(new HandleList(2, 1, List.of(OURS), List.of("a", "b")));
  }

  @Test
  void ofALongListTheFirstNamesAreKept() throws Exception {
    StringBuilder list = new StringBuilder("{\"Handles\":[\"c0\"");
    for (int i = 1; i < 1000; i++) {
      list.append(",\"c").append(i).append('"');
    }
    HandleList handles = HandleList.ofContainers(in(list + "]}"));
    assertThat(handles.others()).isEqualTo(1000);
    assertThat(handles.names()).hasSize(Load.MOST_NAMES).startsWith("c0", "c1");
  }

  @Test
  void volumesAreCountedWithoutLookingInside() throws Exception {
    String volumes =
        "[{\"path\":\"/x\",\"handle\":\"a\",\"properties\":{\"handle\":[1,{\"handle\":2}]}},"
            + "{\"handle\":\"%s\",\"properties\":null}]".formatted(OURS);
    assertThat(HandleList.ofVolumes(in(volumes)))
        .isEqualTo(new HandleList(1, 1, List.of(OURS), List.of("a")));
  }

  @Test
  void aHandleThatOnlyBeginsAsOursIsNeverActedOn() throws Exception {
    HandleList handles =
        HandleList.ofContainers(in("{\"Handles\":[\"health-check-/../x\",\"health-check-\"]}"));
    assertThat(handles).isEqualTo(new HandleList(0, 2, List.of(), List.of()));
  }

  @Test
  void ofManyOfOursOnlyTheFirstAreKept() throws Exception {
    StringBuilder list = new StringBuilder("[");
    for (int i = 0; i < 3 * HandleList.MAX_FOUND; i++) {
      list.append(i == 0 ? "" : ",").append("{\"handle\":\"%s\"}".formatted(Probing.handle(i)));
    }
    HandleList handles = HandleList.ofVolumes(in(list + "]"));
    assertThat(handles.ours()).isEqualTo(3 * HandleList.MAX_FOUND);
    assertThat(handles.found()).hasSize(HandleList.MAX_FOUND);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{}",
        "{\"Handles\":null}",
        "{\"Handles\":{\"a\":1}}",
        "{\"Handles\":[1]}",
        "{\"Handles\":[null]}",
        "{\"Handles\":[[\"a\"]]}",
        "{\"Handles\":[\"a\"",
        "{\"Handles\":[\"a\"]",
        "{\"Handles\": [<html>",
      })
  void otherShapesAreNoContainers(String body) {
    assertThatThrownBy(() -> HandleList.ofContainers(in(body)))
        .isInstanceOfAny(BadAnswerException.class, JacksonException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "{}",
        "[null]",
        "[[]]",
        "[\"a\"]",
        "[{}]",
        "[{\"handle\":7}]",
        "[{\"handle\":null}]",
        "[{\"handle\":\"a\"}",
        "[{\"handle\":\"a\"},",
      })
  void otherShapesAreNoVolumes(String body) {
    assertThatThrownBy(() -> HandleList.ofVolumes(in(body)))
        .isInstanceOfAny(BadAnswerException.class, JacksonException.class);
  }

  @Test
  void depthsWithoutEndAreRefused() {
    String deep = "[{\"handle\":\"a\",\"x\":" + "[".repeat(100_000);
    assertThatThrownBy(() -> HandleList.ofVolumes(in(deep))).isInstanceOf(JacksonException.class);
  }

  @Test
  void brokenUtf8IsRefused() {
    byte[] body = "{\"Handles\":[\"a?\"]}".getBytes(StandardCharsets.ISO_8859_1);
    body[14] = (byte) 0xff;
    assertThatThrownBy(() -> HandleList.ofContainers(new ByteArrayInputStream(body)))
        .isInstanceOf(JacksonException.class);
  }

  private static InputStream in(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }
}
