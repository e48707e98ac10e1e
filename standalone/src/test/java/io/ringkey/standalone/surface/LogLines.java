package io.ringkey.standalone.surface;

import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** What the program prints: the banner once, and then nothing but records, each on a line of its own. */
final class LogLines {

    private static final Pattern TEXT = Pattern.compile(
            "\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z (?:TRACE|DEBUG|INFO |WARN |ERROR) \\[[A-Za-z0-9_-]+] \\S+: .*");
    private static final Pattern BANNER = Pattern.compile("|Ringkey .+ is ready\\.|  [A-Z][A-Za-z ]{3,14} +\\S.*");

    private LogLines() {}

    /** The lines that no record is. */
    static Stream<String> forged(String output, String format) {
        return output.lines()
                .filter(line -> !BANNER.matcher(line).matches())
                .filter(line -> !(format.equals("json") ? isJson(line) : isText(line)));
    }

    private static boolean isText(String line) {
        return TEXT.matcher(line).matches() && !line.startsWith(Hostile.FORGED);
    }

    private static boolean isJson(String line) {
        try {
            return JsonMapper.shared().readTree(line).has("@timestamp");
        } catch (JacksonException none) {
            return false;
        }
    }
}
