package io.ringkey.command.account;

import io.ringkey.api.Failure;
import io.ringkey.api.FailureCode;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.multipart.MultipartException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * The fields of a profile as a client sent them, whichever way.
 *
 * @param values by name, unchecked
 * @param picture the file that came as the part {@code avatar}, or {@code null}
 */
record ProfileFields(Map<String, JsonNode> values, byte @Nullable [] picture) {

    static final String AVATAR = "avatar";

    /** Read-only fields whose text in a form is JSON. */
    private static final Set<String> NOT_TEXT = Set.of("referrals", "referrals_total");

    static ProfileFields of(ObjectNode body) {
        var values = new LinkedHashMap<String, JsonNode>();
        body.forEachEntry(values::put);
        return new ProfileFields(values, null);
    }

    /**
     * Reads a form's parts.
     *
     * @throws Failure {@code body.too-large}, {@code body.unreadable}, or {@code field.invalid} for a part that comes
     *     twice or is a file where text belongs
     */
    static ProfileFields of(HttpServletRequest form, JsonMapper json) throws IOException {
        var values = new LinkedHashMap<String, JsonNode>();
        byte[] picture = null;
        for (Part part : partsOf(form)) {
            String name = part.getName();
            boolean file = part.getSubmittedFileName() != null;
            if (file && part.getSubmittedFileName().isEmpty() && part.getSize() == 0) {
                // What a browser sends for a file input that was left empty.
                continue;
            }
            if (values.containsKey(name) || picture != null && name.equals(AVATAR)) {
                throw Failure.invalid(name, "duplicate");
            }
            byte[] content = part.getInputStream().readAllBytes();
            if (!file) {
                values.put(name, valueOf(name, text(content), json));
            } else if (name.equals(AVATAR)) {
                picture = content;
            } else {
                throw Failure.invalid(name, "type.wrong");
            }
        }
        return new ProfileFields(values, picture);
    }

    private static Collection<Part> partsOf(HttpServletRequest form) throws IOException {
        try {
            return form.getParts();
        } catch (IllegalStateException beyondTheLimits) {
            throw Failure.of(FailureCode.BODY_TOO_LARGE);
        } catch (ServletException unreadable) {
            throw new MultipartException("unreadable", unreadable);
        }
    }

    private static JsonNode valueOf(String name, String text, JsonMapper json) {
        if (NOT_TEXT.contains(name)) {
            try {
                return json.readTree(text);
            } catch (JacksonException unreadable) {
                throw Failure.invalid(name, "type.wrong");
            }
        }
        return StringNode.valueOf(text);
    }

    private static String text(byte[] content) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            throw Failure.of(FailureCode.BODY_UNREADABLE);
        }
    }
}
