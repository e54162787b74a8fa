package tsa.worker;

/**
 * Where other processes reach a worker through its gateway.
 *
 * @param garden {@code host:port} of the Garden listener
 * @param baggageclaimUrl URL of the Baggageclaim listener
 */
public record Address(String garden, String baggageclaimUrl) {}
