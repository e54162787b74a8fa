package tsa.worker;

/**
 * What tells one machine from another behind the same name
 * (docs/decisions/0028-registrations-have-a-growing-number.md): when its worker process started,
 * and the key it proved.
 *
 * @param startTime unix seconds of the start of the worker process, 0 if it did not say
 * @param keyFingerprint fingerprint of the SSH key that was proven, as OpenSSH prints it
 */
public record Machine(long startTime, String keyFingerprint) {}
