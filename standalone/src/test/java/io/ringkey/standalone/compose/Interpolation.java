package io.ringkey.standalone.compose;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts variables into a text as compose does: <code>${A}</code>, <code>${A:-else}</code>, <code>$$</code>. */
record Interpolation(Map<String, String> variables) {

    private static final Pattern EXPRESSION = Pattern.compile("(\\w+)(?:(:?[-+?])(.*))?", Pattern.DOTALL);

    String of(String text) {
        StringBuilder result = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            if (text.startsWith("$$", at)) {
                result.append('$');
                at += 2;
            } else if (text.startsWith("${", at)) {
                int end = closing(text, at + 2);
                result.append(value(text.substring(at + 2, end)));
                at = end + 1;
            } else {
                result.append(text.charAt(at));
                at++;
            }
        }
        return result.toString();
    }

    private String value(String expression) {
        Matcher matcher = EXPRESSION.matcher(expression);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not understood: ${" + expression + "}");
        }
        String given = variables.get(matcher.group(1));
        String operator = matcher.group(2);
        if (operator == null) {
            return given == null ? "" : given;
        }
        boolean set = given != null && !(operator.startsWith(":") && given.isEmpty());
        String word = matcher.group(3);
        return switch (operator.charAt(operator.length() - 1)) {
            case '-' -> set && given != null ? given : of(word);
            case '+' -> set ? of(word) : "";
            default -> {
                if (!set || given == null) {
                    throw new IllegalArgumentException(matcher.group(1) + " must be set: " + word);
                }
                yield given;
            }
        };
    }

    private static int closing(String text, int from) {
        int depth = 1;
        for (int at = from; at < text.length(); at++) {
            if (text.startsWith("${", at)) {
                depth++;
            } else if (text.charAt(at) == '}') {
                depth--;
            }
            if (depth == 0) {
                return at;
            }
        }
        throw new IllegalArgumentException("a ${ is not closed in: " + text);
    }
}
