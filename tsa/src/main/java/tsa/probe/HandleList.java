package tsa.probe;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tsa.worker.CheckHandle;
import tsa.worker.Load;

/**
 * The handles of a list, counted while it is read: a list can be long, and nothing of it is kept
 * but the first few.
 *
 * @param others how many are not ours
 * @param ours how many begin as ours do
 * @param found the first of ours that are formed as we form them
 * @param names the first of the others, as the worker wrote them
 */
record HandleList(int others, int ours, List<CheckHandle> found, List<String> names) {
  /** Longest list, in bytes; some 100 bytes a volume. */
  static final long MAX_LIST = 16 * 1024 * 1024;

  /** Most handles of our own that are kept. */
  static final int MAX_FOUND = 1000;

  private static final Pattern FORM = Pattern.compile(CheckHandle.PREFIX + "[0-9a-f-]{36}");

  boolean contains(CheckHandle handle) {
    return found.contains(handle);
  }

  /** Whether a handle may stand in a path; others with our prefix are not of our making. */
  static boolean isWellFormed(String handle) {
    return FORM.matcher(handle).matches();
  }

  /** Reads Garden's list: {@code {"Handles":["a","b"]}}. */
  static HandleList ofContainers(InputStream in) throws BadAnswerException {
    Counter counter = new Counter();
    boolean listed = false;
    try (JsonParser parser = WorkerApiJson.MAPPER.createParser(in)) {
      expect(JsonToken.START_OBJECT, parser.nextToken());
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        boolean handles = parser.currentName().equals("Handles");
        parser.nextToken();
        if (handles) {
          strings(parser, counter);
          listed = true;
        } else {
          parser.skipChildren();
        }
      }
    }
    if (!listed) {
      throw new BadAnswerException("no list 'Handles'");
    }
    return counter.handles();
  }

  private static void strings(JsonParser parser, Counter counter) throws BadAnswerException {
    expect(JsonToken.START_ARRAY, parser.currentToken());
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      expect(JsonToken.VALUE_STRING, parser.currentToken());
      counter.count(parser.getString());
    }
  }

  /** Reads Baggageclaim's list: {@code [{"handle":"a",...},...]}. */
  static HandleList ofVolumes(InputStream in) throws BadAnswerException {
    Counter counter = new Counter();
    try (JsonParser parser = WorkerApiJson.MAPPER.createParser(in)) {
      expect(JsonToken.START_ARRAY, parser.nextToken());
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        expect(JsonToken.START_OBJECT, parser.currentToken());
        counter.count(handle(parser));
      }
    }
    return counter.handles();
  }

  private static String handle(JsonParser parser) throws BadAnswerException {
    String handle = "";
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      boolean named = parser.currentName().equals("handle");
      JsonToken value = parser.nextToken();
      if (named) {
        expect(JsonToken.VALUE_STRING, value);
        handle = parser.getString();
      } else {
        parser.skipChildren();
      }
    }
    if (handle.isEmpty()) {
      throw new BadAnswerException("a volume without a handle");
    }
    return handle;
  }

  private static void expect(JsonToken wanted, JsonToken met) throws BadAnswerException {
    if (wanted != met) {
      throw new BadAnswerException("a list with " + met + " where " + wanted + " belongs");
    }
  }

  private static final class Counter {
    private final List<CheckHandle> found = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private int others;
    private int ours;

    void count(String handle) {
      if (!CheckHandle.isOurs(handle)) {
        others++;
        if (names.size() < Load.MOST_NAMES) {
          names.add(handle);
        }
        return;
      }
      ours++;
      if (found.size() < MAX_FOUND && isWellFormed(handle)) {
        found.add(new CheckHandle(handle));
      }
    }

    HandleList handles() {
      return new HandleList(others, ours, List.copyOf(found), List.copyOf(names));
    }
  }
}
