package tsa.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import tsa.gateway.command.ParsedCommand;

/**
 * What is sent in one round, drawn before anything is sent: so it does not depend on what the
 * gateway answers, nor on how fast.
 *
 * @param clear in the clear: a greeting, a packet, and noise
 * @param before messages under valid encryption, before a login
 * @param after messages under valid encryption, after a login
 * @param command its line, and what it reads from stdin
 */
record FuzzRound(
    List<byte[]> clear, List<byte[]> before, List<byte[]> after, List<byte[]> command) {

  static FuzzRound draw(Random random) {
    Mutator mutator = new Mutator(random);
    byte[] greeting = FuzzMessages.GREETING;
    List<byte[]> clear =
        List.of(
            random.nextInt(4) == 0 ? mutator.mutate(greeting) : greeting,
            mutator.mutate(FuzzMessages.KEX_INIT),
            mutator.noise(1 << random.nextInt(19)));
    List<byte[]> before = messages(random, mutator);
    List<byte[]> after = messages(random, mutator);
    String name = ParsedCommand.NAMES.get(random.nextInt(ParsedCommand.NAMES.size()));
    String flags = random.nextBoolean() ? " --name w" : " --garden a:1 --baggageclaim=[::]:2 x";
    return new FuzzRound(
        clear,
        before,
        after,
        List.of(
            mutator.mutate((name + flags).getBytes(UTF_8)),
            mutator.mutate(FuzzMessages.WORKER.getBytes(UTF_8))));
  }

  private static List<byte[]> messages(Random random, Mutator mutator) {
    return Stream.generate(
            () -> {
              byte[] right = FuzzMessages.ALL.get(random.nextInt(FuzzMessages.ALL.size()));
              return random.nextInt(3) == 0 ? right : mutator.mutate(right);
            })
        .limit(1 + random.nextInt(12))
        .toList();
  }

  /** Adds all of it to a digest. */
  void into(MessageDigest digest) {
    Stream.of(clear, before, after, command).flatMap(List::stream).forEach(digest::update);
  }
}
