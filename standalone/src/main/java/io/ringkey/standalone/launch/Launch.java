package io.ringkey.standalone.launch;

/** Checks the Java that it runs on, then starts the program. Compiled for an older Java than the rest. */
public final class Launch {

    private static final int NEEDED = 21;
    private static final int CANNOT_START = 3;

    private Launch() {}

    public static void main(String[] arguments) throws ReflectiveOperationException {
        int found = Runtime.version().feature();
        if (found < NEEDED) {
            System.err.println("Ringkey needs Java " + NEEDED + " or newer and this is Java " + found
                    + ": install a newer JDK, or name one in JAVA_HOME.");
            System.exit(CANNOT_START);
        }
        // By name: this class must not drag newer ones in.
        Class.forName("io.ringkey.standalone.Ringkey")
                .getMethod("main", String[].class)
                .invoke(null, (Object) arguments);
    }
}
