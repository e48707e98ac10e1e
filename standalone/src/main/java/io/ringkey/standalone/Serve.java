package io.ringkey.standalone;

import io.ringkey.eventstore.SecureRandomness;
import io.ringkey.web.settings.Settings;
import io.ringkey.web.start.RingkeyApplication;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Serves until it is told to stop. */
@Command(name = "serve", description = "Starts the service; this is what happens when no command is named.")
final class Serve implements Callable<Integer> {

    /** As logs and metrics show it. */
    static final String NAME = "ringkey";

    @Override
    public Integer call() {
        Database database = Database.serve(Settings.load(ProgramRoot.find()), new SecureRandomness());
        try {
            var context =
                    RingkeyApplication.run(StandaloneApplication.class, database.settings(), NAME, application -> {
                        database.offerTo(application);
                        PreparedBeans.offerTo(application, database.settings());
                    });
            Banner.print(database.settings(), context, System.out);
            return Ringkey.RUNNING;
        } catch (RuntimeException failed) {
            database.close();
            throw failed;
        }
    }
}
