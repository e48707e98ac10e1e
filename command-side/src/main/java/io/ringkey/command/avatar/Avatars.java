package io.ringkey.command.avatar;

import io.ringkey.api.account.AccountId;
import java.util.Optional;

/**
 * Where pictures are kept. A picture is kept first and shown by the command that records it; one that no command ever
 * showed is cleared away after an hour. Thread-safe; inside a transaction it takes part in it.
 */
public interface Avatars {

    /**
     * Keeps a picture that nobody sees yet.
     *
     * @return its name: 128 random bits, so knowing it is the permission to see it
     */
    String keep(AccountId owner, Picture picture);

    /** The name of the picture that is shown of somebody, if there is one. */
    Optional<String> shownOf(AccountId owner);

    /** Shows this picture of its owner and deletes the one shown before. */
    void show(AccountId owner, String name);

    /** Deletes a picture that is not shown. */
    void discard(String name);

    /** Deletes all pictures of somebody. */
    void deleteAllOf(AccountId owner);
}
