package io.ringkey.web.problem;

import io.ringkey.api.FailureCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.springframework.http.MediaType;

/**
 * Tomcat's last word on requests too broken to reach the application: the same kind of answer as everywhere, in place
 * of a page that names the server and its version.
 */
public final class QuietErrorReport extends ErrorReportValve {

    @Override
    protected void report(Request request, Response response, Throwable throwable) {
        int status = response.getStatus();
        if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        var code = Failures.ofStatus(status).code();
        try {
            response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
            response.setContentLength(-1);
            response.getOutputStream().write(document(code, status).getBytes(StandardCharsets.UTF_8));
            response.finishResponse();
        } catch (IOException | IllegalStateException clientIsGone) {
            // nobody is left to tell
        }
    }

    private static String document(FailureCode code, int status) {
        var title = code == FailureCode.INTERNAL ? "Something went wrong" : "Unreadable request";
        return "{\"type\":\"%s\",\"title\":\"%s\",\"status\":%d,\"code\":\"%s\"}"
                .formatted(ProblemWriter.type(code), title, status, code.code());
    }
}
