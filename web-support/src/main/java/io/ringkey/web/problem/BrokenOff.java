package io.ringkey.web.problem;

import java.io.Serial;
import org.apache.coyote.CloseNowException;

/**
 * An answer failed after its beginning was sent. The connection is closed where it stands, so that nobody takes what came
 * for the whole.
 */
public final class BrokenOff extends CloseNowException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** @param cause what went wrong; it is logged, and the client is not told */
    public BrokenOff(Throwable cause) {
        super(BrokenOff.class.getSimpleName(), cause);
    }
}
