package io.ringkey.web.problem;

import io.ringkey.api.FailureCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.springframework.http.MediaType;

/**
 * Tomcat's last word on requests too broken to reach the application: the same kind of answer as everywhere, in place
 * of a page that names the server and its version.
 */
public final class QuietErrorReport extends ErrorReportValve {

    /** Tomcat's word for what a client asks of HTTP itself and nobody offers; to us, a request that cannot be read. */
    private static final Set<Integer> UNREADABLE = Set.of(501, 505);

    @Override
    protected void report(Request request, Response response, Throwable throwable) {
        int status = response.getStatus();
        if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        var code = Failures.ofStatus(UNREADABLE.contains(status) ? 400 : status).code();
        try {
            response.setStatus(code.status());
            response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
            response.setContentLength(-1);
            response.setHeader("Cache-Control", "no-store");
            Guards.put(response);
            response.getOutputStream().write(document(code).getBytes(StandardCharsets.UTF_8));
            response.finishResponse();
        } catch (IOException | IllegalStateException clientIsGone) {
            // nobody is left to tell
        }
    }

    private static String document(FailureCode code) {
        var title = code == FailureCode.INTERNAL ? "Something went wrong" : "Unreadable request";
        return "{\"type\":\"%s\",\"title\":\"%s\",\"status\":%d,\"code\":\"%s\"}"
                .formatted(ProblemWriter.type(code), title, code.status(), code.code());
    }
}
