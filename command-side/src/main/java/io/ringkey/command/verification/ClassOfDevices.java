package io.ringkey.command.verification;

import org.jspecify.annotations.Nullable;

/**
 * What a number's devices of one class have had: their challenge and their budgets, which no other class can spend.
 *
 * @param newest the only challenge that takes a code, or {@code null} while there was none
 */
record ClassOfDevices(@Nullable Challenge newest, Guesses guesses, Sends sends) {

    static final ClassOfDevices NEW = new ClassOfDevices(null, Guesses.NONE, Sends.NONE);

    ClassOfDevices with(Challenge challenge) {
        return new ClassOfDevices(challenge, guesses, sends);
    }

    ClassOfDevices with(Guesses other) {
        return new ClassOfDevices(newest, other, sends);
    }

    ClassOfDevices with(Sends other) {
        return new ClassOfDevices(newest, guesses, other);
    }
}
