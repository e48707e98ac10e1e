package io.ringkey.query.figures;

import io.ringkey.api.Caller;
import io.ringkey.api.account.Role;
import io.ringkey.query.figures.Statistics.Series;
import io.ringkey.query.pages.DeskPage;
import io.ringkey.query.pages.Pages;
import io.ringkey.web.access.NothingPersonal;
import io.ringkey.web.access.Requires;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Where the desk begins: what happened lately, and how much of it. */
@DeskPage
@NothingPersonal
class OverviewPage {

    private static final List<Integer> RANGES = List.of(1, 7, 30, 90);
    private static final Map<String, Figure> BY_NAME =
            Arrays.stream(Figure.values()).collect(Collectors.toMap(Figure::wireName, Function.identity()));

    private final Figures figures;
    private final Pages pages;

    OverviewPage(Figures figures, Pages pages) {
        this.figures = figures;
        this.pages = pages;
    }

    @GetMapping("/admin")
    @Requires(Role.MODERATOR)
    ModelAndView overview(
            Caller caller, HttpServletRequest request, @RequestParam(required = false, defaultValue = "7") int days) {
        Statistics statistics = figures.ofDays(days);
        return pages.desk("figures/overview", caller, request)
                .addObject("days", days)
                .addObject("ranges", RANGES)
                .addObject("step", statistics.step())
                .addObject("perMinute", figures.eventsOfTheLastMinute())
                .addObject("converted", converted(statistics))
                .addObject("height", BarChart.HEIGHT)
                .addObject(
                        "charts",
                        statistics.series().stream()
                                .map(series -> BarChart.of(series, statistics.to(), eventTypeOf(series)))
                                .toList());
    }

    private static @Nullable String eventTypeOf(Series series) {
        if (series.name().startsWith(FigureRows.REFUSALS)) {
            return "limit.refused";
        }
        Figure figure = BY_NAME.get(series.name());
        return figure == null ? null : figure.eventType();
    }

    /** Of the codes that were asked for, how many in a hundred signed somebody in; nothing while none was. */
    private static @Nullable Long converted(Statistics statistics) {
        long asked = total(statistics, Figure.CODES_ASKED);
        return asked == 0 ? null : Math.round(100.0 * total(statistics, Figure.SIGN_INS) / asked);
    }

    private static long total(Statistics statistics, Figure figure) {
        return statistics.series().stream()
                .filter(series -> series.name().equals(figure.wireName()))
                .mapToLong(Series::total)
                .sum();
    }
}
