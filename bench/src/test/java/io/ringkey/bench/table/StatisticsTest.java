package io.ringkey.bench.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StatisticsTest {

    @Test
    void tellsTheMiddleOfAnOddNumberOfFigures() {
        assertThat(Statistics.of(List.of(9.0, 1.0, 4.0))).isEqualTo(new Statistics(4, 1, 9));
    }

    @Test
    void tellsTheMeanOfTheTwoInTheMiddleOfAnEvenNumber() {
        assertThat(Statistics.of(List.of(9.0, 1.0, 4.0, 5.0))).isEqualTo(new Statistics(4.5, 1, 9));
    }

    @Test
    void tellsNothingOfNoFigures() {
        assertThatThrownBy(() -> Statistics.of(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void findsTheFigureThatSoManyDoNotExceed() {
        double[] hundred = IntStream.rangeClosed(1, 100).asDoubleStream().toArray();
        double[] three = {1, 2, 3};

        assertThat(Statistics.percentile(hundred, 99)).isEqualTo(99);
        assertThat(Statistics.percentile(hundred, 100)).isEqualTo(100);
        assertThat(Statistics.percentile(hundred, 50)).isEqualTo(50);
        assertThat(Statistics.percentile(three, 99)).isEqualTo(3);
        assertThat(Statistics.percentile(three, 1)).isEqualTo(1);
    }
}
