package io.ringkey.command.delivery;

import io.ringkey.command.delivery.DeliveryRows.Row;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.web.util.HtmlUtils;

/** The outbox as a page: plain HTML that needs neither scripts nor styles. Immutable. */
final class OutboxPage {

    private final Words words;

    OutboxPage(String language) {
        this.words = language.equals("en") ? Words.ENGLISH : Words.RUSSIAN;
    }

    private record Words(
            String language,
            String title,
            String intro,
            String askForKey,
            String wrongKey,
            String open,
            String none,
            String phone,
            String code,
            String asked,
            String until) {

        static final Words ENGLISH = new Words(
                "en",
                "Outbox",
                "Codes that can still be used, newest first. For development only.",
                "Key of the outbox",
                "This is not the key.",
                "Open",
                "No code is waiting.",
                "Phone",
                "Code",
                "Asked for",
                "Good until");

        static final Words RUSSIAN = new Words(
                "ru",
                "Исходящие",
                "Коды, которые ещё действуют, новые сверху. Только для разработки.",
                "Ключ исходящих",
                "Это не тот ключ.",
                "Открыть",
                "Кодов нет.",
                "Телефон",
                "Код",
                "Запрошен",
                "Действует до");
    }

    String askForKey(boolean wrongBefore) {
        return page("""
                <form method="post" action="/outbox/">
                %s<label>%s <input type="password" name="key" autocomplete="off" required autofocus></label>
                <button>%s</button>
                </form>
                """.formatted(
                        wrongBefore ? "<p role=\"alert\">" + words.wrongKey() + "</p>\n" : "",
                        words.askForKey(),
                        words.open()));
    }

    String codes(List<Row> rows, Function<Row, Optional<String>> code) {
        if (rows.isEmpty()) {
            return page("<p>" + words.none() + "</p>\n");
        }
        var table = new StringBuilder("<p>" + words.intro() + "</p>\n<table>\n<tr>");
        for (String heading : List.of(words.phone(), words.code(), words.asked(), words.until())) {
            table.append("<th scope=\"col\">").append(heading).append("</th>");
        }
        table.append("</tr>\n");
        for (Row row : rows) {
            table.append("<tr>");
            for (String cell : List.of(
                    row.phone().e164(),
                    code.apply(row).orElse("—"),
                    row.requestedAt().toString(),
                    row.expiresAt().toString())) {
                table.append("<td>").append(HtmlUtils.htmlEscape(cell, "UTF-8")).append("</td>");
            }
            table.append("</tr>\n");
        }
        return page(table.append("</table>\n").toString());
    }

    private String page(String content) {
        return """
                <!doctype html>
                <html lang="%s">
                <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>%s</title></head>
                <body>
                <h1>%s</h1>
                %s</body>
                </html>
                """.formatted(words.language(), words.title(), words.title(), content);
    }
}
