package tsa.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jooq.JSONB;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tsa.lifecycle.Reason;
import tsa.lifecycle.ReasonCode;
import tsa.testing.Pure;

/** Reasons as JSON, of this version and of others. */
@Pure
class ReasonColumnTest {
  private static Reason read(String json) {
    return ReasonColumn.read(JSONB.valueOf(json));
  }

  @ParameterizedTest
  @EnumSource(ReasonCode.class)
  void everyReasonIsReadAsItWasWritten(ReasonCode code) {
    Map<String, String> details = new LinkedHashMap<>();
    code.details().forEach(name -> details.put(name, "the \"" + name + "\" of {it}\n"));
    Reason reason = new Reason(code, details);
    assertThat(ReasonColumn.read(ReasonColumn.write(reason))).isEqualTo(reason);
  }

  @Test
  void itIsWrittenUnderItsId() {
    assertThat(ReasonColumn.write(Reason.of(ReasonCode.HELD_LAST_HEALTHY)).data())
        .isEqualTo("{\"code\":\"held-last-healthy\",\"details\":{}}");
  }

  @Test
  void aKnownCodeIsKeptWhateverItsDetails() {
    Reason reason =
        read("{\"code\": \"unreachable\", \"details\": {\"silence\": 90, \"since\": \"noon\"}}");
    assertThat(reason.code()).isEqualTo(ReasonCode.UNREACHABLE);
    assertThat(reason.sentence()).isEqualTo("no good heartbeat for 90 (limit ?)");
    assertThat(read("{\"code\": \"drained\"}").code()).isEqualTo(ReasonCode.DRAINED);
    assertThat(read("{\"code\": \"reached\", \"details\": {\"silence\": null}}").sentence())
        .isEqualTo("a good heartbeat after ? out of reach");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          {"code": "later"} | later
          {"code": "later", "details": {}} | later
          {"code": "later", "details": {"a": "1", "b": 2, "c": [], "d": null}} | later (a 1, b 2, c ?, d ?)
          {"code": "later", "details": "none"} | later
          {"code": 7} | {"code": 7}
          [] | []
          null | null
          "code" | "code"
          not json | not json
          """)
  void whatIsNotKnownIsKeptAsText(String json, String text) {
    assertThat(read(json)).isEqualTo(Reason.of(ReasonCode.UNKNOWN, "text", text));
  }

  @Test
  void whatWasUnknownOnceStaysAsItWas() {
    Reason reason = read("{\"code\": \"later\", \"details\": {\"heat\": \"90\"}}");
    assertThat(ReasonColumn.read(ReasonColumn.write(reason))).isEqualTo(reason);
  }

  @Test
  void longTextIsShortened() {
    Reason reason = read("{\"code\": \"" + "x".repeat(10_000) + "\"}");
    assertThat(reason.sentence()).hasSize(Reason.MAX_DETAIL);
  }
}
