package tsa.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/**
 * A test class that starts no process, server or thread that others could slow down, opens no
 * socket and watches no clock. Such classes run beside each other; all others run one after the
 * other. Whoever forgets it loses a moment; an architecture test looks whether it is true.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Tag("pure")
public @interface Pure {}
