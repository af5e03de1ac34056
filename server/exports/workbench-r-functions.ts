/** The functions at the top of a saved set's R script: each computes one statistic as the workbench does. */

export const rFunctions = String.raw`
# ---- functions -------------------------------------------------------------------------------------------------
# Each result goes to results: the table it stands in, its column (and which of several of that name), its row.
results <- list()
step <- 0
piece <- 0
put <- function(table, column, values, times = 1) {
  if (length(values) == 0) return(invisible())
  words <- is.character(values)
  results[[length(results) + 1]] <<- data.frame(
    step = step, piece = piece, table = table, column = column, times = times, row = seq_along(values),
    value = if (words) NA_real_ else as.numeric(unname(values)),
    text = if (words) unname(values) else NA_character_, stringsAsFactors = FALSE, row.names = NULL)
}
put_columns <- function(table, column, values) for (k in seq_len(ncol(values))) put(table, column, values[, k], k)
next_piece <- function() piece <<- piece + 1
arrange <- function(values, sort) {
  if (sort == "form") seq_along(values) else order(if (sort == "high") -values else values)
}
number <- function(x) suppressWarnings(as.numeric(x))
scored <- function(x, scores) unname(scores[as.character(x)])
has_choices <- function(x) is.factor(x) || is_set(x)
is_set <- function(x) is.list(x) && !is.null(x$valid)
given <- function(set) {
  valid <- set$valid
  asked <- !is.na(set$all[[1]])
  declared <- set$all[setdiff(names(set$all), names(valid))]
  any_valid <- Reduce("|", lapply(valid, function(x) !is.na(x) & x > 0))
  any_declared <- if (length(declared)) Reduce("|", lapply(declared, function(x) !is.na(x) & x > 0)) else FALSE
  asked & !(any_declared & !any_valid)
}
letter <- function(k) if (k <= 26) LETTERS[k] else paste0(letter((k - 1) %/% 26), LETTERS[(k - 1) %% 26 + 1])

# A design with further variables, of the rows that count.
with_variables <- function(d, rows, ...) {
  for (name in names(list(...))) d$variables[[name]] <- list(...)[[name]]
  subset(d, rows)
}
simple_design <- function() svydesign(ids = ~1, weights = rep(1, n), data = data.frame(row = seq_len(n)))
t_limits <- function(value, error, df) as.numeric(value) + c(-1, 1) * qt(0.975, df) * as.numeric(error)
# Cuts weights to limits and shares what is cut among the others until none is outside.
trim <- function(w, lower, upper) {
  cut <- rep(FALSE, length(w))
  repeat {
    outside <- w != 0 & (w < lower | w > upper)
    if (!any(outside)) return(w)
    limited <- ifelse(w == 0, 0, pmin(pmax(w, lower), upper))
    receiving <- w != 0 & !outside & !cut
    if (!any(receiving)) stop("the limits leave nobody to receive what is cut")
    new <- limited
    new[receiving] <- w[receiving] + (sum(w) - sum(limited)) / sum(receiving)
    cut <- cut | outside
    w <- new
  }
}

frequencies <- function(x, rows, sort) {
  next_piece()
  if (is_set(x)) return(ticks(x, rows, sort))
  if (is.numeric(x)) return(if (is.null(design)) numbers(x[rows]) else weighted_number(x, rows))
  if (is.null(design)) {
    counts <- table(x[rows])
    o <- arrange(counts, sort)
    put("main", "count", counts[o])
    put("main", "percentValid", (100 * counts / sum(counts))[o])
    return(invisible())
  }
  shares <- t(sapply(levels(x), function(level) {
    d <- with_variables(design, rows, .x = as.numeric(x == level))
    m <- svymean(~.x, d, na.rm = TRUE)
    p <- as.numeric(coef(m)); error <- as.numeric(SE(m))
    # Limits on the log odds, as svyciprop(method = "logit") fits them.
    limits <- if (p > 0 && p < 1) plogis(t_limits(qlogis(p), error / (p * (1 - p)), degf(d))) else c(NA, NA)
    c(p, error, limits)
  }))
  counts <- table(x[rows & !is.na(x) & w > 0])
  o <- arrange(counts, sort)
  put("main", "n", counts[o])
  for (k in 1:4) put("main", c("percent", "standardError", "lower", "upper")[k], 100 * shares[o, k])
}
ticks <- function(set, rows, sort) {
  ok <- rows & given(set)
  marks <- sapply(set$valid, function(x) as.numeric(!is.na(x) & x > 0))
  if (is.null(design)) {
    counts <- colSums(marks[ok, , drop = FALSE])
    o <- arrange(counts, sort)
    put("main", "count", counts[o])
    put("main", "percentRespondents", (100 * counts / sum(ok))[o])
    return(invisible())
  }
  of <- apply(marks, 2, function(mark) {
    m <- svymean(~.x, with_variables(design, ok, .x = mark))
    c(coef(m), SE(m))
  })
  put("percentRespondents", "percentRespondents", 100 * of[1, ])
  put("percentRespondents", "standardError", 100 * of[2, ])
}
numbers <- function(x) {
  x <- x[!is.na(x)]
  q <- quantile(x, c(0, 0.25, 0.5, 0.75, 1), names = FALSE)
  put("main", "n", length(x)); put("main", "mean", mean(x)); put("main", "sd", sd(x))
  for (k in 1:5) put("main", c("min", "lowerQuartile", "median", "upperQuartile", "max")[k], q[k])
}
weighted_number <- function(x, rows) {
  d <- with_variables(design, rows & !is.na(x), .x = ifelse(is.na(x), 0, x))
  m <- svymean(~.x, d)
  limits <- t_limits(coef(m), SE(m), degf(subset(design, rows)))
  put("mean", "n", sum(rows & !is.na(x) & w > 0)); put("mean", "mean", coef(m)); put("mean", "standardError", SE(m))
  put("mean", "lower", limits[1]); put("mean", "upper", limits[2])
  put("main", "value", coef(svyquantile(~.x, d, c(0.25, 0.5, 0.75), ci = FALSE)))
}

crosstab <- function(r, c, rows, percent, tests, adjustment, sort) {
  next_piece()
  if (!has_choices(r) || !has_choices(c)) return(message("step ", step, ": a number or a text has no choices to count"))
  if (is_set(r) || is_set(c)) return(tick_table(r, c, rows, percent, tests, adjustment, sort))
  ok <- rows & !is.na(r) & !is.na(c) & w > 0
  x <- droplevels(r[ok]); y <- droplevels(c[ok])
  counts <- unclass(table(x, y)); weighed <- unclass(xtabs(w[ok] ~ x + y))
  o <- arrange(rowSums(weighed), sort)
  shares_and_counts(counts[o, , drop = FALSE], weighed[o, , drop = FALSE], colSums(weighed), rowSums(weighed)[o],
    sum(weighed), colSums(counts), rowSums(counts)[o], percent,
    if (tests != "none" && percent == "column") compare_columns(lapply(levels(x)[o], function(level) !is.na(r) & r == level), c, levels(y), ok, adjustment))
  if (!tests %in% c("full", "exact") || min(dim(counts)) < 2) return(invisible())
  if (is.null(design)) {
    of <- suppressWarnings(chisq.test(counts, correct = all(dim(counts) == 2)))
    plain <- suppressWarnings(chisq.test(counts, correct = FALSE))
    ratio <- 2 * sum(ifelse(counts > 0, counts * log(counts / plain$expected), 0))
    put("statistic", "statistic", base::c(of$statistic, ratio))
    put("statistic", "df", base::c(plain$parameter, plain$parameter))
    put("statistic", "p", base::c(of$p.value, pchisq(ratio, plain$parameter, lower.tail = FALSE)))
    put("effectSize", "value", sqrt(plain$statistic / sum(counts) / (min(dim(counts)) - 1)))
    put_columns("adjustedResidual", "choice", plain$stdres[o, , drop = FALSE])
    return(invisible())
  }
  # Rows without an answer stay in: they count among the rows of the sample.
  d <- with_variables(design, rows, .r = factor(r, levels = levels(x)), .c = factor(c, levels = levels(y)))
  f <- svychisq(~.r + .c, d, statistic = "F")
  first <- svychisq(~.r + .c, d, statistic = "Chisq")
  put("statistic", "statistic", base::c(f$statistic, first$statistic))
  put("statistic", "p", base::c(f$p.value, first$p.value))
}
shares_and_counts <- function(counts, weighed, column_weights, row_weights, all, bases, row_bases, percent, letters) {
  caption <- base::c(column = "columnPercent", row = "rowPercent", all = "percentOfAll")[percent]
  if (percent != "none") {
    base <- switch(percent, column = rep(column_weights, each = nrow(weighed)),
      row = rep(row_weights, ncol(weighed)), all = all)
    put_columns(caption, "choice", 100 * weighed / base)
    if (!is.null(letters)) for (k in seq_len(ncol(letters))) put(caption, "letters", letters[, k], k)
  }
  put_columns("count", "choice", counts)
  if (!is.null(design)) put_columns("weightedCount", "choice", weighed)
}
# Letters under the larger of two columns: marks are the rows of the table, each TRUE where somebody gave that answer.
compare_columns <- function(marks, columns, levels, ok, adjustment) {
  found <- matrix("", length(marks), length(levels))
  k <- length(levels)
  if (k < 2) return(found)
  pairs <- combn(k, 2)
  for (r in seq_along(marks)) {
    of <- apply(pairs, 2, function(ab) compare_two(marks[[r]], columns, levels[ab], ok))
    adjusted <- p.adjust(of[2, ], adjustment)
    for (j in which(!is.na(adjusted) & adjusted < 0.05)) {
      a <- pairs[1, j]; b <- pairs[2, j]
      if (of[1, j] > 0) found[r, a] <- paste0(found[r, a], letter(b)) else found[r, b] <- paste0(found[r, b], letter(a))
    }
  }
  # Letters of a cell in the order of the columns.
  apply(found, base::c(1, 2), function(each) {
    if (k > 26) each else paste(sort(strsplit(each, "")[[1]]), collapse = "")
  })
}
# The difference of two columns' shares and its p value: pooled z, or the t test of the design.
compare_two <- function(mark, columns, two, ok) {
  within <- ok & !is.na(columns) & columns %in% two
  if (simple) {
    n <- sapply(two, function(level) sum(within & columns == level))
    p <- sapply(two, function(level) sum(within & columns == level & mark)) / n
    pooled <- sum(p * n) / sum(n)
    error <- sqrt(pooled * (1 - pooled) * sum(1 / n))
    return(base::c(p[1] - p[2], if (!is.finite(error) || error <= 0) NA else 2 * pnorm(-abs((p[1] - p[2]) / error))))
  }
  d <- with_variables(design, within, .x = as.numeric(mark), .y = as.numeric(!is.na(columns) & columns == two[1]))
  m <- svyglm(.x ~ .y, d)
  if (m$df.residual <= 0 || !is.finite(SE(m)[2]) || SE(m)[2] < 1e-12) return(base::c(coef(m)[2], NA))
  base::c(coef(m)[2], 2 * pt(-abs(coef(m)[2] / SE(m)[2]), m$df.residual))
}
tick_table <- function(r, c, rows, percent, tests, adjustment, sort) {
  member <- function(x) {
    if (is_set(x)) return(list(ok = given(x), marks = sapply(x$valid, function(m) !is.na(m) & m > 0)))
    list(ok = !is.na(x), marks = sapply(levels(x), function(level) !is.na(x) & x == level))
  }
  x <- member(r); y <- member(c)
  ok <- rows & x$ok & y$ok & w > 0
  a <- x$marks[ok, , drop = FALSE]; b <- y$marks[ok, , drop = FALSE]; v <- w[ok]
  used <- colSums(a) > 0; there <- colSums(b) > 0
  a <- a[, used, drop = FALSE]; b <- b[, there, drop = FALSE]
  counts <- t(a) %*% b; weighed <- t(a * v) %*% b
  o <- arrange(colSums(a * v), sort)
  shares_and_counts(counts[o, , drop = FALSE], weighed[o, , drop = FALSE], colSums(b * v), colSums(a * v)[o], sum(v),
    colSums(b), colSums(a)[o], percent,
    if (tests != "none" && percent == "column" && !is_set(c))
      compare_columns(lapply(which(used)[o], function(k) x$marks[, k]), c, levels(c)[there], ok, adjustment))
}

compare_means <- function(x, g, rows, method, pairs, sort) {
  next_piece()
  if (!is.numeric(x) || !is.factor(g)) return(message("step ", step, ": means need a number and groups"))
  ok <- rows & !is.na(x) & !is.na(g) & w > 0
  if (!is.null(design)) return(weighted_means(x, g, rows, ok, sort))
  y <- x[ok]; group <- droplevels(g[ok])
  group <- factor(group, levels = levels(group)[arrange(tapply(y, group, mean), sort)])
  put("mean", "n", table(group)); put("mean", "mean", tapply(y, group, mean)); put("mean", "sd", tapply(y, group, sd))
  put("mean", "median", tapply(y, group, median))
  tested <- group %in% names(which(table(group) >= (if (method == "ranks") 1 else 2)))
  y <- y[tested]; group <- droplevels(group[tested])
  k <- nlevels(group)
  if (k < 2) return(invisible())
  if (method == "ranks") {
    of <- suppressWarnings(if (k == 2) wilcox.test(y ~ group) else kruskal.test(y, group))
    put("statistic", "statistic", of$statistic); put("statistic", "p", of$p.value)
    return(invisible())
  }
  of <- if (k == 2) t.test(y ~ group, var.equal = method == "equal") else oneway.test(y ~ group, var.equal = method == "equal")
  put("statistic", "statistic", of$statistic); put("statistic", "df", of$parameter[1]); put("statistic", "p", of$p.value)
  if (k > 2 && pairs == "holm") {
    p <- pairwise.t.test(y, group, p.adjust.method = "none", pool.sd = method == "equal")$p.value
    p <- p[lower.tri(p, diag = TRUE)]
    put("pair", "p", p); put("pair", "adjustedP", p.adjust(p, "holm"))
  }
}
weighted_means <- function(x, g, rows, ok, sort) {
  # Rows that do not count have no part in fitted weights either way.
  y <- ifelse(ok, x, 0)
  group <- droplevels(factor(ifelse(ok, as.character(g), NA), levels = levels(g)))
  d <- with_variables(design, rows & ok, .y = y, .g = replace(group, is.na(group), levels(group)[1]))
  each <- lapply(levels(group), function(level) svymean(~.y, subset(d, .g == level)))
  value <- sapply(each, coef); error <- sapply(each, SE)
  o <- arrange(value, sort)
  group <- factor(group, levels = levels(group)[o]); d$variables$.g <- factor(d$variables$.g, levels = levels(group))
  df <- degf(subset(design, rows))
  put("mean", "n", table(group)); put("mean", "mean", value[o]); put("mean", "standardError", error[o])
  put("mean", "lower", (value - qt(0.975, df) * error)[o]); put("mean", "upper", (value + qt(0.975, df) * error)[o])
  if (nlevels(group) == 2) {
    of <- svyttest(.y ~ .g, d)
    put("statistic", "statistic", of$statistic); put("statistic", "df", of$parameter); put("statistic", "p", of$p.value)
  } else if (nlevels(group) > 2) {
    of <- regTermTest(svyglm(.y ~ .g, d), ~.g)
    put("statistic", "statistic", of$Ftest); put("statistic", "df", of$df); put("statistic", "df2", of$ddf)
    put("statistic", "p", of$p)
  }
}

describe_number <- function(x, rows, as) {
  next_piece()
  if (!is.null(design)) return(weighted_number(x, rows))
  x <- x[rows & !is.na(x)]
  if (as == "promoters") {
    counts <- base::c(sum(x >= 9), sum(x >= 7 & x < 9), sum(x < 7))
    put("main", "count", counts); put("main", "percent", 100 * counts / length(x))
    return(invisible())
  }
  m <- function(k) mean((x - mean(x))^k)
  k <- length(x); skew <- m(3) / m(2)^1.5; flat <- m(4) / m(2)^2 - 3
  put("value", "value", base::c(length(x), mean(x), mean(x, trim = 0.05), sd(x),
    quantile(x, base::c(0.25, 0.5, 0.75), names = FALSE), mad(x),
    skew * sqrt(k * (k - 1)) / (k - 2), (k - 1) / ((k - 2) * (k - 3)) * ((k + 1) * flat + 6)))
}
correlations <- function(items, rows, method, use) {
  next_piece()
  x <- sapply(items, function(each) each[rows])
  if (ncol(x) == 2) {
    x <- x[complete.cases(x), ]
    put("effectSize", "value", sapply(base::c("pearson", "spearman", "kendall"), function(m) cor(x, method = m)[1, 2]))
    of <- cor.test(x[, 1], x[, 2])
    put("statistic", "statistic", of$statistic); put("statistic", "df", of$parameter); put("statistic", "p", of$p.value)
    return(invisible())
  }
  put_columns("correlation", "choice", cor(x, method = method,
    use = if (use == "listwise") "complete.obs" else "pairwise.complete.obs"))
}
regress <- function(y, predictors, rows, logistic) {
  next_piece()
  data <- data.frame(.y = y, predictors, check.names = FALSE)
  names(data) <- base::c(".y", paste0(".x", seq_along(predictors)))
  ok <- rows & complete.cases(data)
  single <- sapply(data, function(x) is.factor(x) && nlevels(droplevels(x[ok])) < 2)
  if (any(single)) return(message("step ", step, ": a predictor has one level only"))
  formula <- reformulate(names(data)[-1], ".y")
  if (is.null(design)) {
    used <- droplevels(data[ok, ])
    of <- summary(if (logistic) glm(formula, binomial, used, epsilon = 1e-14, maxit = 100) else lm(formula, used))$coefficients
    put("coefficient", "estimate", of[, 1]); put("coefficient", "standardError", of[, 2]); put("coefficient", "p", of[, 4])
    return(invisible())
  }
  d <- do.call(with_variables, base::c(list(design, ok), as.list(data)))
  d$variables <- droplevels(d$variables)
  of <- summary(if (logistic) svyglm(formula, d, family = quasibinomial, epsilon = 1e-14, maxit = 100) else svyglm(formula, d))$coefficients
  put("main", "coefficient", of[, 1]); put("main", "standardError", of[, 2])
  put("main", "statistic", of[, 3]); put("main", "p", of[, 4])
}
scale_items <- function(items, rows, show) {
  next_piece()
  x <- sapply(items, function(each) each[rows])
  whole <- complete.cases(x) & w[rows] > 0
  v <- cov.wt(x[whole, ], w[rows][whole] / sum(w[rows][whole]), cor = TRUE)
  k <- ncol(x)
  if (show == "reliability") {
    put("main", "n", sum(whole)); put("main", "items", k)
    put("main", "alpha", k / (k - 1) * (1 - sum(diag(v$cov)) / sum(v$cov)))
    put("main", "meanCorrelation", mean(v$cor[lower.tri(v$cor)]))
  }
  if (show == "reliability" && k > 2 && is.null(design)) halves(x[whole, , drop = FALSE])
  if (show == "components") put("main", "eigenvalue", eigen(v$cor)$values)
  if (show == "discrimination") discriminate(x[complete.cases(x), , drop = FALSE])
}
population_totals <- function(x, rows, below) {
  next_piece()
  from <- if (is.null(design)) simple_design() else design
  if (is.null(below)) {
    d <- with_variables(from, rows & !is.na(x), .x = ifelse(is.na(x), 0, x))
    of <- svytotal(~.x, d)
    table <- "total"; put(table, "total", coef(of))
  } else {
    both <- rows & !is.na(x) & !is.na(below)
    d <- with_variables(from, both, .x = ifelse(both, x, 0), .b = ifelse(both, below, 0))
    of <- svyratio(~.x, ~.b, d)
    table <- "main"; put(table, "value", coef(of))
  }
  put(table, "standardError", SE(of))
}
same_people <- function(items, rows) {
  next_piece()
  if (is_set(items)) {
    ok <- rows & given(items)
    x <- sapply(items$valid, function(m) as.numeric(!is.na(m) & m > 0))[ok, , drop = FALSE]
    put("main", "count", colSums(x))
    k <- ncol(x); r <- rowSums(x); s <- colSums(x)
    q <- (k - 1) * (k * sum(s^2) - sum(s)^2) / (k * sum(r) - sum(r^2))
    put("statistic", "statistic", q); put("statistic", "p", pchisq(q, k - 1, lower.tail = FALSE))
    return(invisible())
  }
  x <- sapply(items, function(each) each[rows]); x <- x[complete.cases(x), , drop = FALSE]
  if (ncol(x) == 2) {
    put("mean", "mean", colMeans(x)); put("mean", "sd", apply(x, 2, sd))
    of <- t.test(x[, 1], x[, 2], paired = TRUE)
    put("statistic", "statistic", of$statistic); put("statistic", "df", of$parameter); put("statistic", "p", of$p.value)
  } else {
    of <- friedman.test(x)
    put("meanOfRanks", "mean", colMeans(x))
    put("statistic", "statistic", of$statistic); put("statistic", "df", of$parameter); put("statistic", "p", of$p.value)
  }
}
before_and_after <- function(a, b, rows) {
  next_piece()
  counts <- table(a[rows], b[rows])
  put_columns("count", "choice", unclass(counts))
  of <- mcnemar.test(counts)
  put("statistic", "statistic", of$statistic); put("statistic", "df", of$parameter); put("statistic", "p", of$p.value)
}
expert_items <- function(items, rows, full) {
  next_piece()
  x <- sapply(items, function(each) each[rows])
  if (is.na(full)) full <- max(x, na.rm = TRUE)
  put("main", "mean", colMeans(x, na.rm = TRUE)); put("main", "sd", apply(x, 2, sd, na.rm = TRUE))
  put("main", "cv", apply(x, 2, sd, na.rm = TRUE) / colMeans(x, na.rm = TRUE))
  put("main", "median", apply(x, 2, median, na.rm = TRUE)); put("main", "iqr", apply(x, 2, IQR, na.rm = TRUE))
  put("main", "fullMarkPercent", 100 * colMeans(x == full, na.rm = TRUE))
}
not_here <- function(statistic) {
  next_piece()
  message("step ", step, ": ", statistic, " is worked out in the workbench only")
}
layers_of <- function(sides, rows) {
  parts <- list(rows)
  for (x in sides) {
    parts <- unlist(lapply(parts, function(own) {
      used <- levels(x)[table(x[own]) > 0]
      lapply(used, function(level) own & !is.na(x) & x == level)
    }), recursive = FALSE)
  }
  parts[seq_len(min(24, length(parts)))]
}
`
