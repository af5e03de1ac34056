/** Further functions of a saved set's R script: agreement of raters, waves, priorities, how items tell high from low. */

export const rMoreFunctions = String.raw`
priorities_of <- function(items, overall, rows) {
  next_piece()
  found <- lapply(items, function(x) {
    ok <- rows & !is.na(x) & !is.na(overall)
    if (sum(ok) < 30 || sd(x[ok]) == 0 || sd(overall[ok]) == 0) return(NULL)
    base::c(n = sum(ok), mean = mean(x[ok]), correlation = cor(x[ok], overall[ok]))
  })
  found <- do.call(rbind, found)
  if (is.null(found) || nrow(found) < 3) return(invisible())
  for (column in colnames(found)) put("main", column, found[, column])
}
raters_agree <- function(items, sides, rows, scale) {
  next_piece()
  x <- sapply(items, function(each) each[rows])
  if (!is.null(sides)) {
    codes <- sapply(sides, function(each) as.integer(each)[rows])
    k <- nlevels(sides[[1]])
    if (ncol(codes) == 2) two_raters(table(factor(codes[, 1], seq_len(k)), factor(codes[, 2], seq_len(k))), scale)
    else many_raters(codes[complete.cases(codes), , drop = FALSE], k)
  }
  krippendorff(x, scale)
  if (scale == "interval") intraclass(x[complete.cases(x), , drop = FALSE])
}
two_raters <- function(counts, scale) {
  p <- unclass(counts) / sum(counts)
  k <- nrow(p)
  away <- abs(outer(seq_len(k), seq_len(k), "-")) / (k - 1)
  w <- switch(scale, nominal = diag(k), ordinal = 1 - away, interval = 1 - away^2)
  observed <- sum(w * p); expected <- sum(w * outer(rowSums(p), colSums(p)))
  put("main", "n", sum(counts)); put("main", "agreementPercent", 100 * sum(diag(p)))
  put("main", "kappa", (observed - expected) / (1 - expected))
  both <- (rowSums(p) + colSums(p)) / 2
  chance <- base::c(sum(both^2), sum(both * (1 - both)) / (k - 1))
  put("main", "scottPi", (sum(diag(p)) - chance[1]) / (1 - chance[1]))
  put("main", "gwetAc1", (sum(diag(p)) - chance[2]) / (1 - chance[2]))
}
many_raters <- function(codes, k) {
  n <- t(apply(codes, 1, tabulate, k)); m <- ncol(codes)
  share <- colSums(n) / sum(n)
  observed <- mean((rowSums(n^2) - m) / (m * (m - 1))); expected <- sum(share^2)
  put("main", "n", nrow(codes)); put("main", "raters", m); put("main", "agreementPercent", 100 * observed)
  put("main", "kappa", (observed - expected) / (1 - expected))
  put("kappa", "percent", 100 * share)
  put("kappa", "kappa", 1 - colSums(n * (m - n)) / (nrow(n) * m * (m - 1) * share * (1 - share)))
}
krippendorff <- function(x, scale) {
  x <- x[rowSums(!is.na(x)) > 1, , drop = FALSE]
  values <- sort(unique(as.vector(x[!is.na(x)])))
  pairs <- matrix(0, length(values), length(values))
  for (unit in seq_len(nrow(x))) {
    n <- tabulate(match(x[unit, !is.na(x[unit, ])], values), length(values))
    pairs <- pairs + (outer(n, n) - diag(n, length(n))) / (sum(n) - 1)
  }
  n <- rowSums(pairs)
  below <- cumsum(n) - n / 2
  away <- switch(scale, nominal = 1 - diag(length(values)), ordinal = outer(below, below, "-")^2,
    interval = outer(values, values, "-")^2)
  put("main", "units", nrow(x)); put("main", "pairable", sum(n))
  put("main", "alpha", 1 - (sum(n) - 1) * sum(pairs * away) / sum(outer(n, n) * away))
}
intraclass <- function(x) {
  n <- nrow(x); k <- ncol(x)
  units <- k * var(rowMeans(x)); raters <- n * var(colMeans(x))
  within <- sum((x - rowMeans(x))^2) / (n * (k - 1))
  rest <- sum((x - outer(rowMeans(x), colMeans(x), "+") + mean(x))^2) / ((n - 1) * (k - 1))
  put("main", "value", base::c((units - within) / (units + (k - 1) * within),
    (units - rest) / (units + (k - 1) * rest + k * (raters - rest) / n),
    (units - rest) / (units + (k - 1) * rest),
    (units - within) / units, (units - rest) / (units + (raters - rest) / n), (units - rest) / units))
}
change_of <- function(x, g, rows, share) {
  next_piece()
  from <- if (is.null(design)) simple_design() else design
  both <- rows & !is.na(x) & !is.na(g)
  used <- levels(g)[table(g[both & w > 0]) > 0]
  d <- with_variables(from, both, .x = ifelse(both, x, 0), .g = factor(ifelse(both, as.character(g), used[1]), levels = used))
  # Means of groups are what a regression on the groups alone gives, with the covariance of all of them.
  of <- if (length(used) > 1) svyglm(.x ~ .g - 1, d) else svymean(~.x, d)
  times <- if (share) 100 else 1
  table <- if (share) "percent" else "mean"
  df <- degf(subset(from, rows))
  put(table, "n", table(factor(g[both & w > 0], levels = used))); put(table, table, times * coef(of))
  put(table, "standardError", times * SE(of))
  k <- length(used)
  if (k < 2) return(invisible())
  pairs <- lapply(seq_len(k - 1), function(a) base::c(a, a + 1))
  if (k > 2) pairs <- base::c(pairs, list(base::c(1, k)))
  changes <- sapply(pairs, function(ab) {
    weights <- replace(rep(0, k), ab, base::c(-1, 1))
    base::c(sum(weights * coef(of)), sqrt(as.numeric(t(weights) %*% vcov(of) %*% weights)))
  })
  p <- 2 * pt(-abs(changes[1, ] / changes[2, ]), df)
  put("change", "change", times * changes[1, ]); put("change", "standardError", times * changes[2, ])
  put("change", "p", p)
  if (k > 2) put("change", "adjustedP", p.adjust(p, "holm"))
}
halves <- function(x) {
  odd <- rowSums(x[, seq(1, ncol(x), 2), drop = FALSE]); even <- rowSums(x[, seq(2, ncol(x), 2), drop = FALSE])
  r <- cor(odd, even)
  put("main", "spearmanBrown", 2 * r / (1 + r))
  put("main", "guttman", 2 * (1 - (var(odd) + var(even)) / var(odd + even)))
}
discriminate <- function(x) {
  total <- rowSums(x)
  cuts <- quantile(total, base::c(0.27, 0.73), names = FALSE)
  low <- x[total <= cuts[1], , drop = FALSE]; high <- x[total >= cuts[2], , drop = FALSE]
  put("main", "meanHigh", colMeans(high)); put("main", "meanLow", colMeans(low))
  for (k in seq_len(ncol(x))) if (nrow(low) < 2 || nrow(high) < 2 || sd(base::c(low[, k], high[, k])) == 0) return(invisible())
  tests <- lapply(seq_len(ncol(x)), function(k) t.test(high[, k], low[, k]))
  put("main", "statistic", sapply(tests, function(of) of$statistic))
  put("main", "df", sapply(tests, function(of) of$parameter)); put("main", "p", sapply(tests, function(of) of$p.value))
}
`
