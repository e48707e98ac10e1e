package io.ringkey.command.dispatch;

import java.util.Collection;
import java.util.List;
import org.axonframework.commandhandling.CommandMessage;

/** Says which commands may share a transaction, and reads for all of them at once what each would read alone. Thread-safe. */
public interface SharedCommands {

    /** Whether a command may share a transaction with others, as far as can be seen from itself. */
    boolean mayShare(Object command);

    /**
     * Called in the transaction, before any of the commands is handled. It must not wait for other transactions: what is in
     * the way of one command would be in the way of all.
     *
     * @return those of the commands that can go together; the others are handled alone afterwards
     */
    Collection<CommandMessage<?>> readAhead(List<CommandMessage<?>> commands);
}
