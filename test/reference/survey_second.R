# A second set of cases for sample designs: other data, variables and options than the first.
# Run in this folder with R 4.2.2 and survey 4.1-1 (Debian 12): Rscript survey_second.R
# It writes data/second_*.csv and cases/survey_second.json; each case's args are the call as data (build, compute).
suppressMessages({library(survey); library(jsonlite)})
options(survey.use_rcpp=FALSE, warn=-1, digits=17)
out <- "."
save <- function(d, name) { for (k in names(d)) if (is.logical(d[[k]])) d[[k]] <- as.integer(d[[k]]); write.table(d, file.path(out, "data", name), sep=",", row.names=FALSE, na="", quote=which(sapply(d, function(x) is.character(x)||is.factor(x))), qmethod="double") }
data(api); data(scd); data(fpc); data(mu284); data(nhanes); data(election)
save(apistrat[, c("stype","pw","fpc","api00","api99","enroll","meals","ell","mobility","sch.wide","comp.imp","awards","api.stu","avg.ed","growth","col.grad","full","emer","hsg","yr.rnd","dnum","cnum")], "second_strat.csv")
save(apiclus1[, c("dnum","pw","fpc","stype","api00","api99","enroll","meals","ell","mobility","sch.wide","comp.imp","awards","api.stu","avg.ed","growth","col.grad","full","emer","yr.rnd","both")], "second_clus1.csv")
save(apiclus2[, c("dnum","snum","fpc1","fpc2","pw","stype","api00","api99","enroll","meals","ell","mobility","sch.wide","comp.imp","awards","api.stu","avg.ed","growth","col.grad","full","both")], "second_clus2.csv")
save(mu284, "second_mu284.csv")
nh <- nhanes[1:8591 %% 4 == 0 | nhanes$race == 4, ]; save(nh, "second_nhanes.csv")
el <- election_pps; el$votes <- el$Bush + el$Kerry + el$Nader; save(el[, c("County","TotPrecincts","PrecinctsReporting","Bush","Kerry","Nader","votes","p","wt")], "second_election.csv")
set.seed(20260); 
# stratified two-stage with strata at second stage too, some lonely
two <- do.call(rbind, lapply(1:5, function(h) do.call(rbind, lapply(1:(c(3,2,4,1,2)[h]), function(j) { m <- sample(2:5,1); data.frame(region=letters[h], town=j, N1=c(12,8,20,6,9)[h], house=rep(1:m, each=2), N2=m*4, person=1:(2*m), N3=rep(c(3,4,5,2,6)[1:m], each=2), w=round(runif(1,10,60),3)) }))))
two$y <- round(50 + 5*as.integer(factor(two$region)) + rnorm(nrow(two),0,8) + rep(rnorm(30),length.out=nrow(two)),2); two$z <- rbinom(nrow(two),1,.4); two$g <- sample(c("f","m"), nrow(two), TRUE); two$a <- sample(1:3, nrow(two), TRUE); two$v <- ifelse(runif(nrow(two))<.1, NA, round(rexp(nrow(two),.1),1))
save(two, "second_two.csv")
# replicate weights: JKn with rscales, successive "other", bootstrap, BRR of nhanes-like pairs, Fay
pairs <- data.frame(h=rep(1:8,each=4), psu=rep(1:2,each=2,times=8), w=rep(c(10,12,9,20,15,11,8,30),each=4)); pairs$y <- round(rnorm(32,20,5),1); pairs$x <- round(pairs$y*2+rnorm(32),2); pairs$b <- rbinom(32,1,.5); pairs$k <- sample(1:3,32,TRUE)
pd <- svydesign(~psu, strata=~h, weights=~w, data=pairs, nest=TRUE)
br <- as.svrepdesign(pd, type="BRR", compress=FALSE); fy <- as.svrepdesign(pd, type="Fay", fay.rho=.4, compress=FALSE); jn <- as.svrepdesign(pd, type="JKn", compress=FALSE)
set.seed(5); bt <- as.svrepdesign(pd, type="bootstrap", replicates=30, compress=FALSE)
B <- weights(br,"replication"); F <- weights(fy,"replication"); J <- weights(jn,"replication"); Q <- weights(bt,"analysis")
colnames(B) <- paste0("br",seq_len(ncol(B))); colnames(F) <- paste0("fy",seq_len(ncol(F))); colnames(J) <- paste0("jk",seq_len(ncol(J))); colnames(Q) <- paste0("bo",seq_len(ncol(Q)))
pr <- cbind(pairs, unclass(B), unclass(F), unclass(J), unclass(Q)); save(pr, "second_pairs.csv")

set.seed(77); np <- 90; third <- data.frame(region=sample(letters[1:9],np,TRUE)); third <- third[order(third$region),,drop=FALSE]; third$t <- sample(1:3,np,TRUE); third$town <- paste0(third$region,third$t); third$person <- seq_len(np)
third$pi1 <- round(ave(runif(np,.1,.8), third$region, FUN=function(v) v[1]),4); third$pi2 <- round(ave(runif(np,.2,.9), third$town, FUN=function(v) v[1]),4); third$pi3 <- round(runif(np,.1,.9),4); third$f1 <- .5; third$f2 <- .75; third$N1 <- 6; third$N2 <- 40; third$w <- round(runif(np,2,30),2); third$y <- round(50+rnorm(np,0,9)+third$pi1*20,1); third$z <- rbinom(np,1,.45); third$g <- sample(c("f","m"),np,TRUE); third$a <- sample(1:3,np,TRUE); third$v <- ifelse(runif(np)<.15,NA,round(rexp(np,.1),1)); third$q <- ifelse(runif(np)<.1,NA,sample(c("a","b","c"),np,TRUE)); third$q2 <- ifelse(is.na(third$q)|runif(np)<.3,sample(c("a","b","c"),np,TRUE),third$q); third <- third[order(third$region,third$town),]; third$person <- seq_len(np); third$r <- as.integer(seq_len(np) %in% c(5,40,71)); save(third,"second_pps.csv")
read <- function(f) read.csv(file.path(out,"data",f), check.names=FALSE, stringsAsFactors=FALSE)
opt <- function(x, d) if (is.null(x)) d else x
f1 <- function(v) if (is.null(v)) ~1 else as.formula(paste("~", paste(sprintf("`%s`", v), collapse="+")))
prep <- function(d, a) {
  for (k in names(a$missing)) d[[k]][d[[k]] %in% unlist(a$missing[[k]])] <- NA
  for (r in a$derive) { x <- d[[r$from]]; v <- switch(r$op, "in"=x %in% unlist(r$values), "=="=x==r$value, "!="=x!=r$value, "<"=x<r$value, "<="=x<=r$value, ">"=x>r$value, ">="=x>=r$value); d[[r$name]] <- ifelse(is.na(x), NA, as.numeric(v)) }
  for (k in names(a$factors)) d[[k]] <- factor(d[[k]], levels=unlist(a$factors[[k]]))
  d }
popdf <- function(p, d, vars) { x <- do.call(rbind, lapply(p, as.data.frame, check.names=FALSE)); for (v in vars) if (is.factor(d[[v]])) x[[v]] <- factor(x[[v]], levels=levels(d[[v]])); x }
build <- function(d, D) {
  options(survey.lonely.psu=opt(D$lonely_psu,"fail"), survey.adjust.domain.lonely=isTRUE(D$adjust_domain_lonely), survey.ultimate.cluster=isTRUE(D$ultimate_cluster))
  if (!is.null(D$replicate)) { R <- D$replicate; cols <- grep(paste0("^",R$prefix,"[0-9]+$"), names(d))
    A <- list(data=d, repweights=d[,cols], weights=d[[R$weights]], type=R$type, combined.weights=R$combined, mse=isTRUE(R$mse))
    if (!is.null(R$scale)) A$scale <- R$scale; if (!is.null(R$rscales)) A$rscales <- unlist(R$rscales); if (!is.null(R$rho)) A$rho <- R$rho
    des <- do.call(svrepdesign, A) }
  else { A <- list(ids=f1(D$ids), data=d, nest=isTRUE(D$nest)); if (!is.null(D$strata)) A$strata <- f1(D$strata); if (!is.null(D$weights)) A$weights <- f1(D$weights); if (!is.null(D$probs)) A$probs <- f1(D$probs); if (!is.null(D$fpc)) A$fpc <- f1(D$fpc); if (!is.null(D$pps)) A$pps <- D$pps
    des <- do.call(svydesign, A) }
  for (s in D$steps) des <- switch(s$op,
    subset={ keep <- rep(TRUE, nrow(des$variables)); for (w in s$where) { x <- des$variables[[w$var]]; k <- switch(w$op, "in"=x %in% unlist(w$values), "=="=x==w$value, "!="=x!=w$value, "<"=x<w$value, "<="=x<=w$value, ">"=x>w$value, ">="=x>=w$value); keep <- keep & !is.na(k) & k }; des[keep, ] },
    postStratify=postStratify(des, f1(unlist(s$vars)), popdf(s$population, d, unlist(s$vars))),
    rake=rake(des, lapply(s$margins, function(m) f1(unlist(m$vars))), lapply(s$margins, function(m) popdf(m$population, d, unlist(m$vars))), control=list(maxit=s$maxit, epsilon=s$epsilon)),
    calibrate={ A <- list(des, as.formula(s$formula), unlist(s$population), calfun=s$calfun); if (!is.null(s$bounds)) A$bounds <- unlist(s$bounds); if (!is.null(s$maxit)) A$maxit <- s$maxit; if (!is.null(s$epsilon)) A$epsilon <- s$epsilon; if (inherits(des,"svyrep.design")) A$compress <- FALSE; do.call(calibrate, A) },
    trimWeights=trimWeights(des, upper=opt(s$upper,Inf), lower=opt(s$lower,-Inf), strict=isTRUE(s$strict)),
    as_svrepdesign=as.svrepdesign(des, type=s$type, compress=FALSE, mse=isTRUE(s$mse)))
  des }
est <- function(r, df, conf=.95, deff=FALSE) { v <- as.matrix(vcov(r)); se <- sqrt(diag(v)); e <- coef(r); z <- qnorm(1-(1-conf)/2); t <- if (df>0) qt(1-(1-conf)/2, df) else NaN
  lapply(seq_along(e), function(i) { l <- list(name=names(e)[i], estimate=unname(e[i]), se=unname(se[i]), cv=unname(se[i]/e[i]), ci_z_lower=unname(e[i]-z*se[i]), ci_z_upper=unname(e[i]+z*se[i]), ci_t_lower=unname(e[i]-t*se[i]), ci_t_upper=unname(e[i]+t*se[i])); if (deff) l$deff <- unname(as.vector(deff(r))[i]); l }) }
glmctl <- glm.control(epsilon=1e-14, maxit=100)
compute <- function(kind, a, d) {
  des <- build(d, a$design); df <- degf(des); conf <- opt(a$conf,.95); na <- isTRUE(a$na_rm); dodeff <- !is.null(a$deff) && !identical(a$deff, FALSE); dv <- if (dodeff) a$deff else FALSE; t <- qt(.975, df)
  switch(kind,
    svy.mean={ r <- svymean(f1(unlist(a$vars)), des, na.rm=na, deff=dv); c(list(estimates=est(r,df,conf,dodeff), df=df), if (isTRUE(a$vcov)) list(vcov=unname(as.matrix(vcov(r))))) },
    svy.total={ r <- svytotal(f1(unlist(a$vars)), des, na.rm=na, deff=dv); c(list(estimates=est(r,df,conf,dodeff), df=df), if (isTRUE(a$vcov)) list(vcov=unname(as.matrix(vcov(r))))) },
    svy.info={ w <- weights(des,"sampling"); l <- list(n=nrow(des), df=df, sum_weights=sum(w), min_weight=min(w), max_weight=max(w)); if (!inherits(des,"svyrep.design")) { l$n_psu <- length(unique(des$cluster[,1])); l$n_strata <- length(unique(des$strata[,1])) }; l },
    svy.weights={ w <- weights(des,"sampling"); list(n=length(w), sum=sum(w), min=min(w), max=max(w), kish_deff=length(w)*sum(w^2)/sum(w)^2, weights=unname(w[seq(1,length(w),by=a$every)])) },
    svy.replicates={ w <- weights(des,"analysis"); list(rows=nrow(w), replicates=ncol(w), scale=des$scale, rscales=unname(des$rscales), df=df, column_sums=unname(colSums(w)), column_sums_of_squares=unname(colSums(w^2)), first_row=unname(as.matrix(w)[1,])) },
    svy.var={ r <- svyvar(f1(unlist(a$vars)), des, na.rm=na); v <- as.matrix(r); v <- matrix(as.vector(v), ncol=length(a$vars)); s <- matrix(sqrt(diag(as.matrix(vcov(r)))), ncol=length(a$vars)); list(covariance=unname(v), se=unname(s), correlation=unname(v/sqrt(outer(diag(v),diag(v))))) },
    svy.ratio={ r <- svyratio(f1(unlist(a$numerator)), f1(a$denominator), des, na.rm=na); e <- as.vector(r$ratio); s <- sqrt(as.vector(r$var)); list(estimates=lapply(seq_along(e), function(i) list(name=unlist(a$numerator)[i], estimate=e[i], se=s[i], ci_t_lower=e[i]-t*s[i], ci_t_upper=e[i]+t*s[i])), df=df) },
    svy.by={ r <- svyby(f1(unlist(a$vars)), f1(unlist(a$by)), des, if (a$stat=="mean") svymean else svytotal, na.rm=na, deff=dv); nb <- length(a$by); nm <- gsub("`","",names(r)[-(1:nb)]); ns <- attr(r,"svyby")$nstats; rows <- list(); for (i in seq_len(nrow(r))) for (j in seq_len(ns)) { e <- r[i,nb+j]; s <- r[i,nb+ns+j]; l <- list(group=lapply(setNames(as.list(r[i,1:nb,drop=FALSE]),unlist(a$by)),as.character), name=nm[j], estimate=e, se=s, ci_z_lower=e-qnorm(.975)*s, ci_z_upper=e+qnorm(.975)*s, ci_t_lower=e-t*s, ci_t_upper=e+t*s); if (dodeff) l$deff <- r[i,nb+2*ns+j]; rows[[length(rows)+1]] <- l }; list(rows=rows, df=df) },
    svy.quantile={ r <- svyquantile(f1(a$var), des, unlist(a$probs), qrule=a$qrule, interval.type=a$interval_type, alpha=1-conf, na.rm=na)[[1]]; list(quantiles=lapply(seq_along(a$probs), function(i) list(p=unlist(a$probs)[i], quantile=unname(r[i,1]), ci_lower=unname(r[i,2]), ci_upper=unname(r[i,3]), se=unname(r[i,4]))), df=df) },
    svy.table={ r <- unclass(svytable(f1(c(a$row,a$col)), des)); m <- matrix(as.vector(r), nrow(r)); list(row_levels=rownames(r), col_levels=colnames(r), counts=m, row_totals=rowSums(m), col_totals=colSums(m), total=sum(m), row_pct=100*m/rowSums(m), total_pct=100*m/sum(m)) },
    svy.contrast={ r <- if (a$stat=="mean") svymean(f1(unlist(a$vars)),des,na.rm=na) else svytotal(f1(unlist(a$vars)),des,na.rm=na); x <- svycontrast(r, unlist(a$contrast)); e <- unname(coef(x)); s <- unname(as.vector(SE(x))); list(estimate=e, se=s, t=e/s, df=df, ci_t_lower=e-t*s, ci_t_upper=e+t*s) },
    svy.domain_contrast={ r <- svyby(f1(a$var), f1(a$by), des, if (a$stat=="mean") svymean else svytotal, covmat=TRUE); x <- svycontrast(r, unlist(a$contrast)); e <- unname(coef(x)); s <- unname(as.vector(SE(x))); list(estimate=e, se=s, t=e/s, df=df, ci_t_lower=e-t*s, ci_t_upper=e+t*s) },
    svy.chisq={ l <- list(); for (s in unlist(a$statistics)) { r <- svychisq(f1(c(a$row,a$col)), des, statistic=s); l[[s]] <- if (s=="Chisq") list(pearson_x2=unname(r$statistic), df=unname(r$parameter), p=unname(r$p.value)) else list(statistic=unname(as.vector(r$statistic)), ndf=unname(r$parameter[1]), ddf=unname(r$parameter[2]), p=unname(as.vector(r$p.value))) }; l },
    svy.glm={ fm <- as.formula(paste(sprintf("`%s`",a$y), "~", paste(unlist(a$terms), collapse="+"))); m <- eval(bquote(svyglm(.(fm), design=des, family=.(as.name(a$family)), control=glm.control(epsilon=1e-14,maxit=100)))); b <- coef(m); V <- vcov(m); s <- sqrt(diag(V)); q <- qt(.975, m$df.residual); p <- 2*pt(-abs(b/s), m$df.residual); list(coefficients=lapply(seq_along(b), function(i) list(term=gsub("`","",names(b)[i]), estimate=unname(b[i]), se=unname(s[i]), t=unname(b[i]/s[i]), p=unname(p[i]), lower=unname(b[i]-q*s[i]), upper=unname(b[i]+q*s[i]))), df_residual=m$df.residual, df_design=df, vcov=unname(V), n=sum(weights(m,"prior")>0), wald_tests=lapply(unlist(a$test_terms), function(tt) { w <- regTermTest(m, as.formula(paste("~",tt))); list(term=tt, F=as.vector(w$Ftest), df=w$df, ddf=w$ddf, p=as.vector(w$p)) })) },
    svy.ciprop={ r <- svyciprop(f1(a$var), des, method=a$method, level=conf); ci <- as.vector(attr(r,"ci")); list(estimate=unname(as.vector(r)), lower=ci[1], upper=ci[2], df=df) },
    svy.ttest={ r <- svyttest(as.formula(sprintf("`%s` ~ `%s`",a$y,a$group)), des); list(statistic=unname(r$statistic), df=unname(r$parameter), p=unname(r$p.value), estimate=unname(r$estimate), se=unname(r$estimate/r$statistic), lower=r$conf.int[1], upper=r$conf.int[2]) },
    svy.ttest_one={ r <- svyttest(as.formula(sprintf("`%s` ~ 0",a$y)), des); list(statistic=unname(r$statistic), df=unname(r$parameter), p=unname(r$p.value), estimate=unname(r$estimate), se=unname(r$estimate/r$statistic), lower=r$conf.int[1], upper=r$conf.int[2]) },
    svy.ranktest={ r <- svyranktest(as.formula(sprintf("`%s` ~ `%s`",a$y,a$group)), des, test=a$test); list(statistic=unname(r$statistic), df=unname(r$parameter), p=unname(r$p.value), estimate=unname(r$estimate)) },
    svy.ranktest_k={ r <- svyranktest(as.formula(sprintf("`%s` ~ `%s`",a$y,a$group)), des, test=a$test); ch <- as.vector(r$parameter); k <- as.vector(r$statistic); list(chisq=ch, df=k, ddf=r$ddf, F=ch/k, p=as.vector(r$p.value)) },
    svy.kappa={ r <- svykappa(f1(c(a$rater1,a$rater2)), des, na.rm=na); list(kappa=unname(coef(r)), se=unname(as.vector(SE(r)))) },
    svy.cralpha=list(alpha=unname(as.vector(svycralpha(f1(unlist(a$vars)), des, na.rm=na)))),
    svy.standardize={ s <- svystandardize(des, by=f1(a$standardize_by), over=f1(a$over), population=unlist(a$population)); r <- svyby(f1(a$var), f1(a$over), s, svymean, na.rm=na); list(rows=lapply(seq_len(nrow(r)), function(i) list(group=as.character(r[i,1]), estimate=r[i,2], se=r[i,3]))) })
}
cases <- list(); cnt <- list(); bad <- c()
sub <- function(...) list(op="subset", where=list(...)); w1 <- function(v,op,x) if (op=="in") list(var=v,op=op,values=as.list(x)) else list(var=v,op=op,value=x)
add <- function(kind, what, file, design, ..., note=NULL, tol=NULL) {
  a <- list(...); a$design <- design; d <- prep(read(file), a)
  e <- tryCatch(compute(kind, a, d), error=function(err) { bad <<- c(bad, paste(kind, what, conditionMessage(err))); NULL })
  if (is.null(e)) return(invisible())
  cnt[[kind]] <<- opt(cnt[[kind]],0)+1
  cases[[length(cases)+1]] <<- c(list(id=sprintf("S/%s/%02d",kind,cnt[[kind]]), kind=kind, what=what, data=list(file=file.path("data",file)), args=a, expected=e, tolerance=opt(tol,list(rel=1e-6,abs=1e-9))), if (!is.null(note)) list(note=note)) }
S <- list(strata=list("stype"), weights="pw", fpc=list("fpc")); Sn <- list(strata=list("stype"), weights="pw")
C1 <- list(ids=list("dnum"), weights="pw", fpc=list("fpc")); C1n <- list(ids=list("dnum"), weights="pw")
C2 <- list(ids=list("dnum","snum"), fpc=list("fpc1","fpc2")); C2w <- list(ids=list("dnum","snum"), weights="pw", fpc=list("fpc1","fpc2"))
MU <- list(ids=list("id1","id2"), fpc=list("n1","n2"))
NH <- list(ids=list("SDMVPSU"), strata=list("SDMVSTRA"), weights="WTMEC2YR", nest=TRUE)
T3 <- function(...) c(list(ids=list("town","house","person"), strata=list("region"), weights="w", fpc=list("N1","N2","N3"), nest=TRUE), list(...))
T2 <- function(...) c(list(ids=list("town","house"), strata=list("region"), weights="w", fpc=list("N1","N2"), nest=TRUE), list(...))
T1 <- function(...) c(list(ids=list("town"), strata=list("region"), weights="w", nest=TRUE), list(...))
CI <- list(ids=list("street","community"), strata=list("district"), weights="w_base", fpc=list("fpc_street","fpc_comm"))
EB <- list(fpc=list("p"), pps="brewer"); EO <- list(fpc=list("p"), pps="overton")
L <- function(...) c(list(ids=list("psu"), strata=list("stratum"), weights="w"), list(...))
st <- function(d, ...) { d$steps <- list(...); d }
ps <- list(op="postStratify", vars=list("stype"), population=list(list(stype="E",Freq=4421),list(stype="H",Freq=755),list(stype="M",Freq=1018)))
ps2 <- list(op="postStratify", vars=list("stype","sch.wide"), population=list(list(stype="E",sch.wide="No",Freq=472),list(stype="H",sch.wide="No",Freq=334),list(stype="M",sch.wide="No",Freq=266),list(stype="E",sch.wide="Yes",Freq=3949),list(stype="H",sch.wide="Yes",Freq=421),list(stype="M",sch.wide="Yes",Freq=752)))
rk <- list(op="rake", margins=list(list(vars=list("stype"),population=ps$population), list(vars=list("sch.wide"),population=list(list(sch.wide="No",Freq=1072),list(sch.wide="Yes",Freq=5122)))), maxit=1000, epsilon=1e-10)
rk3 <- list(op="rake", margins=list(list(vars=list("stype","sch.wide"),population=ps2$population), list(vars=list("awards"),population=list(list(awards="No",Freq=2027),list(awards="Yes",Freq=4167)))), maxit=1000, epsilon=1e-10)
cal <- function(...) c(list(op="calibrate", formula="~stype + api99", population=list(`(Intercept)`=6194, stypeH=755, stypeM=1018, api99=3914069)), list(...))
cal2 <- function(...) c(list(op="calibrate", formula="~stype * sch.wide", population=list(`(Intercept)`=6194, stypeH=755, stypeM=1018, sch.wideYes=5122, `stypeH:sch.wideYes`=421, `stypeM:sch.wideYes`=752)), list(...))
sF <- list(stype=list("E","H","M")); wF <- list(sch.wide=list("No","Yes")); aF <- list(awards=list("No","Yes")); cF <- list(comp.imp=list("No","Yes"))
jk1 <- function(mse=FALSE) list(op="as_svrepdesign", type="JK1", mse=mse); jkn <- function(mse=FALSE) list(op="as_svrepdesign", type="JKn", mse=mse)
# info, means, totals in all designs
for (x in list(list("strat","second_strat.csv",S,"meals"),list("clus1","second_clus1.csv",C1,"growth"),list("clus2","second_clus2.csv",C2,"full"),list("clus2 weights","second_clus2.csv",C2w,"ell"),list("mu284","second_mu284.csv",MU,"y1"),list("nhanes","second_nhanes.csv",NH,"RIAGENDR"),list("three stages, average","second_two.csv",T3(lonely_psu="remove"),"y"),list("two stages adjust","second_two.csv",T2(lonely_psu="adjust"),"y"),list("city","city_survey.csv",CI,"age"))) {
  add("svy.info", x[[1]], x[[2]], x[[3]])
  add("svy.mean", x[[1]], x[[2]], x[[3]], vars=list(x[[4]]), deff=TRUE, na_rm=TRUE, conf=.9, vcov=TRUE)
  add("svy.mean", paste(x[[1]],"replace"), x[[2]], x[[3]], vars=list(x[[4]]), deff="replace", na_rm=TRUE)
  if (!grepl("adjust",x[[1]])) add("svy.total", x[[1]], x[[2]], x[[3]], vars=list(x[[4]]), deff=TRUE, na_rm=TRUE, vcov=TRUE)
}
add("svy.mean","nhanes cholesterol by factor, missing","second_nhanes.csv",NH,vars=list("HI_CHOL","race"),na_rm=TRUE,vcov=TRUE,factors=list(race=list(1,2,3,4)))
add("svy.mean","text factor without declared levels","second_strat.csv",S,vars=list("awards","meals"),deff=TRUE)
for (l in c("remove","certainty","average","adjust")) { for (ad in c(FALSE,TRUE)) {
  add("svy.mean",paste("lonely one stage",l,ad),"second_two.csv",T1(lonely_psu=l,adjust_domain_lonely=ad),vars=list("y","z"),vcov=TRUE)
  add("svy.mean",paste("lonely domain",l,ad),"second_two.csv",st(T1(lonely_psu=l,adjust_domain_lonely=ad),sub(w1("a","in",c(1,2)),w1("town","<=",2))),vars=list("y"))
  add("svy.mean",paste("lonely domain region b town 1",l,ad),"second_two.csv",st(T1(lonely_psu=l,adjust_domain_lonely=ad),sub(w1("town","!=",2))),vars=list("y","z"),vcov=TRUE)
  if (l != "adjust") add("svy.total",paste("lonely domain total",l,ad),"second_two.csv",st(T1(lonely_psu=l,adjust_domain_lonely=ad),sub(w1("town","!=",2))),vars=list("y"))
  if (l %in% c("remove","certainty")) { add("svy.mean",paste("three stages",l,ad),"second_two.csv",T3(lonely_psu=l,adjust_domain_lonely=ad),vars=list("y","v"),na_rm=TRUE)
   add("svy.total",paste("three stages domain",l,ad),"second_two.csv",st(T3(lonely_psu=l,adjust_domain_lonely=ad),sub(w1("g","==","f"))),vars=list("y")) }
  add("svy.glm",paste("lonely glm",l,ad),"second_two.csv",T1(lonely_psu=l,adjust_domain_lonely=ad),y="y",terms=list("z","g"),family="gaussian",test_terms=list("g"),factors=list(g=list("f","m")))
  add("svy.by",paste("lonely by",l,ad),"second_two.csv",T1(lonely_psu=l,adjust_domain_lonely=ad),vars=list("y"),by=list("region"),stat="mean",na_rm=FALSE)
  add("svy.ratio",paste("lonely ratio",l,ad),"second_two.csv",st(T1(lonely_psu=l,adjust_domain_lonely=ad),sub(w1("town","!=",2))),numerator=list("z"),denominator="y",na_rm=FALSE)
} }
add("svy.mean","ultimate cluster of three stages","second_two.csv",T3(lonely_psu="remove",ultimate_cluster=TRUE),vars=list("y"))
add("svy.mean","probabilities given","second_election.csv",list(probs="p"),vars=list("Bush","Kerry"),vcov=TRUE)
add("svy.mean","no weights at all","second_strat.csv",list(),vars=list("api00"),deff="replace")
for (D in list(list("brewer",EB),list("overton",EO))) { add("svy.total",paste("election",D[[1]]),"second_election.csv",D[[2]],vars=list("Bush","Kerry","Nader"),vcov=TRUE); add("svy.mean",paste("election",D[[1]]),"second_election.csv",D[[2]],vars=list("Bush"))
  add("svy.ratio",paste("election",D[[1]]),"second_election.csv",D[[2]],numerator=list("Bush","Kerry"),denominator="votes",na_rm=FALSE)
  add("svy.total",paste("election domain",D[[1]]),"second_election.csv",st(D[[2]],sub(w1("TotPrecincts",">",100))),vars=list("Bush")) }
# ratios, variances, by, tables, contrasts
add("svy.ratio","mu284","second_mu284.csv",MU,numerator=list("y1"),denominator="n2",na_rm=FALSE)
add("svy.ratio","two-stage missing","second_clus2.csv",C2,numerator=list("api.stu","ell"),denominator="enroll",na_rm=TRUE)
add("svy.var","strat","second_strat.csv",S,vars=list("meals","ell","full"),na_rm=FALSE)
add("svy.var","two-stage","second_clus2.csv",C2,vars=list("api00","growth"),na_rm=FALSE)
add("svy.var","post-stratified","second_clus1.csv",st(C1,ps),vars=list("api00","growth"),na_rm=FALSE,factors=sF)
add("svy.var","jackknife","second_clus1.csv",st(C1,jk1()),vars=list("api00","meals"),na_rm=FALSE)
add("svy.var","brr mse","second_pairs.csv",list(replicate=list(weights="w",prefix="br",type="BRR",combined=FALSE,mse=TRUE)),vars=list("y","x"),na_rm=FALSE)
add("svy.by","two-way with deff","second_strat.csv",S,vars=list("meals","ell"),by=list("awards","comp.imp"),stat="mean",deff=TRUE,na_rm=FALSE)
add("svy.by","totals replace","second_clus1.csv",C1,vars=list("enroll"),by=list("awards"),stat="total",deff="replace",na_rm=FALSE)
add("svy.by","factor by two","second_clus1.csv",C1,vars=list("stype"),by=list("awards","both"),stat="mean",na_rm=FALSE,factors=sF)
add("svy.by","after raking and subset","second_clus1.csv",st(C1,rk,sub(w1("awards","==","Yes"))),vars=list("api00"),by=list("sch.wide","stype"),stat="mean",na_rm=FALSE,factors=c(sF,wF))
add("svy.by","jkn totals","second_strat.csv",st(S,jkn(TRUE)),vars=list("enroll"),by=list("awards"),stat="total",na_rm=FALSE)
add("svy.by","nhanes with missing","second_nhanes.csv",NH,vars=list("HI_CHOL"),by=list("race","RIAGENDR"),stat="mean",na_rm=TRUE,deff=TRUE)
add("svy.by","mu284 domain means","second_mu284.csv",MU,vars=list("y1"),by=list("id1"),stat="mean",na_rm=FALSE)
add("svy.table","nhanes","second_nhanes.csv",NH,row="race",col="HI_CHOL",factors=list(race=list(1,2,3,4),HI_CHOL=list(0,1)))
add("svy.table","raked domain","second_clus1.csv",st(C1,rk,sub(w1("both","==","Yes"))),row="stype",col="awards",factors=c(sF,wF,aF))
add("svy.contrast","three means","second_clus2.csv",C2,vars=list("api00","api99","ell"),stat="mean",contrast=list(api00=1,api99=-.5,ell=2),na_rm=FALSE)
add("svy.contrast","factor shares","second_strat.csv",S,vars=list("awards"),stat="mean",contrast=list(awardsYes=1,awardsNo=-1),na_rm=FALSE,factors=aF)
add("svy.contrast","totals, jackknife","second_clus1.csv",st(C1,jk1(TRUE)),vars=list("enroll","api.stu"),stat="total",contrast=list(enroll=1,api.stu=-1),na_rm=FALSE)
add("svy.domain_contrast","clusters after raking","second_clus1.csv",st(C1,rk),var="meals",by="awards",stat="mean",contrast=list(Yes=1,No=-1),factors=c(sF,wF))
add("svy.domain_contrast","totals in two stages","second_clus2.csv",C2,var="api.stu",by="stype",stat="total",contrast=list(E=1,H=-1,M=-1),factors=sF)
add("svy.domain_contrast","jkn","second_strat.csv",st(S,jkn()),var="ell",by="comp.imp",stat="mean",contrast=list(Yes=1,No=-1))
add("svy.domain_contrast","brr","second_pairs.csv",list(replicate=list(weights="w",prefix="br",type="BRR",combined=FALSE)),var="x",by="k",stat="mean",contrast=list(`1`=1,`3`=-1))
# quantiles
for (q in c("math","school","hf3","hf4","hf5","hf6","hf7","hf8","hf9","shahvaish")) add("svy.quantile",paste("rule",q),"second_clus1.csv",C1,var="meals",probs=list(.13,.5,.77),qrule=q,interval_type="mean",na_rm=FALSE)
for (q in c("mean","beta","xlogit","asin")) for (D in list(list("second_strat.csv",S,"ell"),list("second_clus2.csv",C2,"api99"),list("city_survey.csv",CI,"q7_walk_min"))) add("svy.quantile",paste("interval",q),D[[1]],D[[2]],var=D[[3]],probs=list(.21,.5,.81),qrule="math",interval_type=q,conf=.9,na_rm=TRUE)
add("svy.quantile","raked domain","second_clus1.csv",st(C1,rk,sub(w1("awards","==","Yes"))),var="api00",probs=list(.3,.6),qrule="math",interval_type="mean",na_rm=FALSE,factors=c(sF,wF))
add("svy.quantile","jk1","second_clus1.csv",st(C1,jk1()),var="api99",probs=list(.3,.6),qrule="school",interval_type="mean",na_rm=FALSE)
# chisq
all4 <- list("F","Chisq","Wald","adjWald")
add("svy.chisq","nhanes race by cholesterol","second_nhanes.csv",NH,row="race",col="HI_CHOL",statistics=all4,factors=list(race=list(1,2,3,4),HI_CHOL=list(0,1)))
add("svy.chisq","strat","second_strat.csv",Sn,row="comp.imp",col="stype",statistics=all4,factors=c(sF,cF))
add("svy.chisq","clus1 both","second_clus1.csv",C1,row="both",col="stype",statistics=all4,factors=sF)
add("svy.chisq","clus2","second_clus2.csv",C2,row="stype",col="awards",statistics=all4,factors=c(sF,aF))
add("svy.chisq","post-stratified domain","second_clus1.csv",st(C1,ps,sub(w1("meals",">",20))),row="awards",col="stype",statistics=all4,factors=c(sF,aF))
add("svy.chisq","calibrated","second_clus1.csv",st(C1,cal(calfun="linear")),row="awards",col="sch.wide",statistics=all4,factors=c(sF,aF,wF))
add("svy.chisq","jkn","second_strat.csv",st(S,jkn()),row="awards",col="comp.imp",statistics=all4,factors=c(cF,aF))
add("svy.chisq","brr","second_pairs.csv",list(replicate=list(weights="w",prefix="br",type="BRR",combined=FALSE)),row="b",col="k",statistics=all4,factors=list(b=list(0,1),k=list(1,2,3)))
add("svy.chisq","domain with lonely","second_two.csv",st(T1(lonely_psu="remove"),sub(w1("town","!=",2))),row="g",col="a",statistics=all4,factors=list(g=list("f","m"),a=list(1,2,3)))
# glm
add("svy.glm","interaction of number and factor","second_strat.csv",S,y="api00",terms=list("meals","stype","meals:stype"),family="gaussian",test_terms=list("meals:stype","stype"),factors=sF)
add("svy.glm","factor by factor","second_clus1.csv",C1,y="api00",terms=list("stype","awards","stype:awards"),family="gaussian",test_terms=list("stype:awards"),factors=c(sF,aF))
add("svy.glm","two numbers interacting","second_clus2.csv",C2,y="growth",terms=list("meals","ell","meals:ell"),family="gaussian",test_terms=list("meals:ell"))
add("svy.glm","logistic nhanes","second_nhanes.csv",NH,y="HI_CHOL",terms=list("race","RIAGENDR","agecat"),family="quasibinomial",test_terms=list("race","agecat"),factors=list(race=list(1,2,3,4),RIAGENDR=list(1,2)))
add("svy.glm","logistic after raking in a domain","second_clus1.csv",st(C1,rk,sub(w1("meals",">",10))),y="aw",terms=list("meals","stype"),family="quasibinomial",test_terms=list("stype"),factors=c(sF,wF),derive=list(list(name="aw",from="awards",op="in",values=list("Yes"))))
add("svy.glm","missing with calibration","second_clus1.csv",st(C1,cal(calfun="raking",maxit=200,epsilon=1e-12)),y="api00",terms=list("avg.ed","meals"),family="gaussian",test_terms=list(),factors=sF)
add("svy.glm","jkn gaussian with a factor","second_strat.csv",st(S,jkn(TRUE)),y="api00",terms=list("awards","meals"),family="gaussian",test_terms=list("awards"),factors=aF)
add("svy.glm","fay logistic","second_pairs.csv",list(replicate=list(weights="w",prefix="fy",type="Fay",rho=.4,combined=FALSE)),y="b",terms=list("x"),family="quasibinomial",test_terms=list())
add("svy.glm","missing with jackknife","second_clus1.csv",st(C1,jk1()),y="api00",terms=list("avg.ed"),family="gaussian",test_terms=list())
add("svy.glm","three stages","second_two.csv",T3(lonely_psu="remove"),y="y",terms=list("v","a"),family="gaussian",test_terms=list("a"),factors=list(a=list(1,2,3)))
# replicates
reps <- list(list("brr",list(weights="w",prefix="br",type="BRR",combined=FALSE)),list("brr mse",list(weights="w",prefix="br",type="BRR",combined=FALSE,mse=TRUE)),list("fay",list(weights="w",prefix="fy",type="Fay",rho=.4,combined=FALSE)),list("jkn given",list(weights="w",prefix="jk",type="JKn",combined=FALSE,scale=1,rscales=as.list(rep(.5,16)))),list("jkn guessed",list(weights="w",prefix="jk",type="JKn",combined=FALSE)),list("bootstrap",list(weights="w",prefix="bo",type="bootstrap",combined=TRUE,scale=1/29,mse=TRUE)),list("bootstrap default",list(weights="w",prefix="bo",type="bootstrap",combined=TRUE)),list("other",list(weights="w",prefix="bo",type="other",combined=TRUE,scale=.05,rscales=as.list(seq(.5,1.5,length.out=30)))),list("other with zeros",list(weights="w",prefix="bo",type="other",combined=TRUE,scale=.04,rscales=as.list(rep(c(0,1,1),10)))),list("JK1 combined",list(weights="w",prefix="bo",type="JK1",combined=TRUE,scale=.9)))
for (r in reps) { D <- list(replicate=r[[2]])
  add("svy.mean",r[[1]],"second_pairs.csv",D,vars=list("y","x"),vcov=TRUE,deff=TRUE); add("svy.total",r[[1]],"second_pairs.csv",D,vars=list("x"),deff="replace"); add("svy.ratio",r[[1]],"second_pairs.csv",D,numerator=list("y"),denominator="x",na_rm=FALSE); add("svy.replicates",r[[1]],"second_pairs.csv",D)
  add("svy.mean",paste(r[[1]],"domain"),"second_pairs.csv",st(D,sub(w1("k","<",3))),vars=list("y"))
  add("svy.ciprop",paste(r[[1]],"logit"),"second_pairs.csv",D,var="b",method="logit"); add("svy.ciprop",paste(r[[1]],"xlogit"),"second_pairs.csv",D,var="b",method="xlogit",conf=.9) }
add("svy.mean","brr post-stratified","second_pairs.csv",st(list(replicate=list(weights="w",prefix="br",type="BRR",combined=FALSE)),list(op="postStratify",vars=list("k"),population=list(list(k=1,Freq=150),list(k=2,Freq=160),list(k=3,Freq=140)))),vars=list("y","x"))
add("svy.mean","bootstrap calibrated","second_pairs.csv",st(list(replicate=list(weights="w",prefix="bo",type="bootstrap",combined=TRUE)),list(op="calibrate",formula="~x",population=list(`(Intercept)`=460,x=18500),calfun="linear")),vars=list("y"))
add("svy.mean","bootstrap raked","second_pairs.csv",st(list(replicate=list(weights="w",prefix="bo",type="bootstrap",combined=TRUE)),list(op="rake",margins=list(list(vars=list("k"),population=list(list(k=1,Freq=150),list(k=2,Freq=160),list(k=3,Freq=140))),list(vars=list("b"),population=list(list(b=0,Freq=200),list(b=1,Freq=250)))),maxit=1000,epsilon=1e-10)),vars=list("y"))
for (m in c(FALSE,TRUE)) { add("svy.replicates",paste("jk1 clus2",m),"second_clus2.csv",st(list(ids=list("dnum"),weights="pw"),jk1(m))); add("svy.replicates",paste("jkn pairs",m),"second_pairs.csv",st(list(ids=list("psu"),strata=list("h"),weights="w",nest=TRUE),jkn(m))); add("svy.mean",paste("jkn of two-stage",m),"second_two.csv",st(T1(lonely_psu="remove"),jkn(m)),vars=list("y"));  add("svy.mean",paste("jkn average",m),"second_two.csv",st(T1(lonely_psu="average"),jkn(m)),vars=list("y")); add("svy.total",paste("jkn remove",m),"second_two.csv",st(T1(lonely_psu="remove"),jkn(m)),vars=list("z"))
  add("svy.mean",paste("post-stratified then jackknife",m),"second_clus1.csv",st(C1,ps,jk1(m)),vars=list("api00"),factors=sF); add("svy.mean",paste("subset then jackknife",m),"second_clus1.csv",st(C1,sub(w1("stype","in",c("E","M"))),jk1(m)),vars=list("api00")); add("svy.mean",paste("jackknife, post-strat, subset",m),"second_clus1.csv",st(C1,jk1(m),ps,sub(w1("awards","==","Yes"))),vars=list("api00"),factors=sF); add("svy.total",paste("jkn, calibrated",m),"second_strat.csv",st(S,jkn(m),cal(calfun="raking",maxit=200,epsilon=1e-12)),vars=list("api00"),factors=sF) }
# weights
add("svy.weights","three margins","second_clus1.csv",st(C1,rk3),every=1,factors=c(sF,wF,aF)); add("svy.mean","three margins","second_clus1.csv",st(C1,rk3),vars=list("api00","enroll"),factors=c(sF,wF,aF),vcov=TRUE)
add("svy.weights","saturated linear","second_clus1.csv",st(C1,cal2(calfun="linear")),every=3,factors=c(sF,wF)); add("svy.mean","saturated linear","second_clus1.csv",st(C1,cal2(calfun="linear")),vars=list("api00"),factors=c(sF,wF)); add("svy.mean","saturated raking","second_strat.csv",st(S,cal2(calfun="raking",maxit=200,epsilon=1e-12)),vars=list("api00"),factors=c(sF,wF))
for (cf in list(list(calfun="linear",bounds=list(.7,1.6),maxit=500,epsilon=1e-12),list(calfun="raking",bounds=list(.6,1.8),maxit=500,epsilon=1e-12),list(calfun="logit",bounds=list(.55,2),maxit=500,epsilon=1e-12),list(calfun="linear",bounds=list(-Inf,1.7),maxit=500,epsilon=1e-12))) { if (is.infinite(cf$bounds[[1]])) next; add("svy.weights",paste("bounded",cf$calfun),"second_clus1.csv",st(C1,do.call(cal,cf)),every=2,factors=sF); add("svy.total",paste("bounded",cf$calfun),"second_clus1.csv",st(C1,do.call(cal,cf)),vars=list("enroll"),factors=sF) ; add("svy.mean",paste("bounded two-stage",cf$calfun),"second_clus2.csv",st(C2,do.call(cal,cf)),vars=list("api00"),factors=sF)}
add("svy.total","ratio and group calibration without intercept","second_strat.csv",st(S,list(op="calibrate",formula="~stype - 1",population=list(stypeE=4421,stypeH=755,stypeM=1018),calfun="linear")),vars=list("enroll"),factors=sF)
add("svy.total","group slopes","second_strat.csv",st(S,list(op="calibrate",formula="~stype:api99 - 1",population=list(`stypeE:api99`=2800000,`stypeH:api99`=470000,`stypeM:api99`=640000),calfun="linear")),vars=list("api00"),factors=sF)
add("svy.mean","post-strat then rake","second_clus1.csv",st(C1,ps,rk),vars=list("api00"),factors=c(sF,wF)); add("svy.mean","rake then calibrate","second_clus1.csv",st(C1,rk,cal(calfun="linear")),vars=list("api00"),factors=c(sF,wF)); add("svy.mean","calibrate then trim","second_clus1.csv",st(C1,cal(calfun="linear"),list(op="trimWeights",upper=45,lower=22,strict=FALSE)),vars=list("api00","enroll"),factors=sF,vcov=TRUE); add("svy.weights","trim upper only","second_strat.csv",st(S,list(op="trimWeights",upper=40,strict=FALSE)),every=5)
add("svy.mean","subset then post-stratify","second_clus1.csv",st(C1,sub(w1("meals",">",10)),ps),vars=list("api00"),factors=sF); add("svy.mean","subset then rake","second_strat.csv",st(S,sub(w1("meals",">",10)),rk),vars=list("api00","enroll"),factors=c(sF,wF)); add("svy.mean","subset then calibrate","second_clus1.csv",st(C1,sub(w1("meals",">",10)),cal(calfun="linear")),vars=list("api00"),factors=sF)
add("svy.mean","calibrated domain, missing values","second_clus1.csv",st(C1,cal(calfun="linear"),sub(w1("awards","==","Yes"))),vars=list("avg.ed"),na_rm=TRUE,factors=sF,deff=TRUE); add("svy.info","calibrated domain","second_clus1.csv",st(C1,cal(calfun="linear"),sub(w1("awards","==","Yes"))),factors=sF)
add("svy.total","raked total with deff","second_strat.csv",st(S,rk),vars=list("enroll","meals"),deff=TRUE,factors=c(sF,wF)); add("svy.quantile","post-stratified","second_clus1.csv",st(C1,ps),var="enroll",probs=list(.25,.5,.9),qrule="math",interval_type="mean",na_rm=FALSE,factors=sF)
add("svy.mean","city raked on four","city_survey.csv",st(CI,list(op="rake",margins=list(list(vars=list("gender"),population=list(list(gender=1,Freq=795790),list(gender=2,Freq=831590))),list(vars=list("age_group"),population=lapply(1:5,function(i) list(age_group=i,Freq=c(304320,335240,307570,286420,393830)[i])))),maxit=1000,epsilon=1e-10)),vars=list("q1_recommend","has_car"),na_rm=TRUE,vcov=TRUE)
add("svy.glm","city logistic with interaction","city_survey.csv",CI,y="has_car",terms=list("age","gender","age:gender"),family="quasibinomial",test_terms=list("age:gender"),factors=list(gender=list(1,2)))
# proportions
for (m in c("logit","xlogit","beta","asin","mean")) { add("svy.ciprop",paste("two-stage",m),"second_clus2.csv",C2,var="aw",method=m,derive=list(list(name="aw",from="awards",op="==",value="Yes"))); add("svy.ciprop",paste("raked",m),"second_clus1.csv",st(C1,rk),var="aw",method=m,conf=.9,derive=list(list(name="aw",from="awards",op="==",value="Yes")),factors=c(sF,wF)); add("svy.ciprop",paste("calibrated domain",m),"second_clus1.csv",st(C1,cal(calfun="linear"),sub(w1("stype","==","E"))),var="aw",method=m,derive=list(list(name="aw",from="awards",op="==",value="Yes")),factors=sF); add("svy.ciprop",paste("stratified domain",m),"second_strat.csv",st(S,sub(w1("meals","<",40))),var="aw",method=m,derive=list(list(name="aw",from="awards",op="==",value="Yes"))) }
# tests
add("svy.ttest","two-stage","second_clus2.csv",C2,y="growth",group="awards",factors=aF); add("svy.ttest","nhanes","second_nhanes.csv",NH,y="HI_CHOL",group="RIAGENDR",factors=list(RIAGENDR=list(1,2))); add("svy.ttest","raked","second_clus1.csv",st(C1,rk),y="meals",group="awards",factors=c(sF,wF,aF)); add("svy.ttest","jackknife","second_clus1.csv",st(C1,jk1()),y="meals",group="awards",factors=aF)
add("svy.ttest_one","clus1","second_clus1.csv",C1,y="growth"); add("svy.ttest_one","jkn","second_strat.csv",st(S,jkn()),y="growth"); add("svy.ttest_one","post-stratified","second_clus1.csv",st(C1,ps),y="growth",factors=sF)
for (m in c("wilcoxon","vanderWaerden","median","KruskalWallis")) { add("svy.ranktest",m,"second_strat.csv",S,y="ell",group="awards",test=m,factors=aF); add("svy.ranktest",paste("two-stage missing",m),"second_clus2.csv",C2,y="enroll",group="comp.imp",test=m,factors=cF); add("svy.ranktest",paste("raked",m),"second_clus1.csv",st(C1,rk),y="meals",group="awards",test=m,factors=c(sF,wF,aF)); add("svy.ranktest_k",m,"second_clus1.csv",C1,y="meals",group="stype",test=m,factors=sF) ; add("svy.ranktest",paste("calibrated domain",m),"second_clus1.csv",st(C1,ps,sub(w1("awards","==","Yes"))),y="ell",group="sch.wide",test=m,factors=c(sF,wF))}
add("svy.ranktest_k","city","city_survey.csv",CI,y="q1_recommend",group="age_group",test="KruskalWallis",factors=list(age_group=list(1,2,3,4,5)))
add("svy.kappa","clus1","second_clus1.csv",C1,rater1="awards",rater2="both",na_rm=FALSE,factors=c(aF,list(both=list("No","Yes")))); add("svy.kappa","raked","second_clus1.csv",st(C1,rk),rater1="awards",rater2="comp.imp",na_rm=FALSE,factors=c(sF,wF,aF,cF)); add("svy.kappa","three levels","second_pairs.csv",list(ids=list("psu"),strata=list("h"),weights="w",nest=TRUE),rater1="k",rater2="k2",na_rm=FALSE,factors=list(k=list(1,2,3),k2=list(0,1)),derive=list(list(name="k2",from="k",op=">",value=1)))
add("svy.cralpha","strat","second_strat.csv",S,vars=list("meals","ell","mobility","emer"),na_rm=FALSE); add("svy.cralpha","two-stage","second_clus2.csv",C2,vars=list("api00","api99","full"),na_rm=FALSE)
add("svy.standardize","clus1","second_clus1.csv",C1n,var="api00",standardize_by="stype",over="awards",population=list(4421,755,1018),na_rm=FALSE,factors=c(sF,aF)); add("svy.standardize","nhanes age","second_nhanes.csv",NH,var="HI_CHOL",standardize_by="agecat",over="RIAGENDR",population=list(55901,77670,72816,45364),na_rm=TRUE,factors=list(RIAGENDR=list(1,2),agecat=as.list(levels(nhanes$agecat))))

# unequal probabilities in two stages, fractions, strata of the second stage, missing values
P2 <- list(ids=list("region","town"), fpc=list("pi1","pi2"), pps="brewer")
for (s in c("mean","total")) { add(paste0("svy.",s),"brewer two stages","second_pps.csv",P2,vars=list("y","z"),vcov=TRUE); add(paste0("svy.",s),"fractions two stages","second_pps.csv",list(ids=list("region","town"),fpc=list("f1","f2")),vars=list("y","z"),vcov=TRUE); add(paste0("svy.",s),"fractions and weights","second_pps.csv",list(ids=list("region","town"),fpc=list("f1","f2"),weights="w"),vars=list("y"),deff=TRUE)
 add(paste0("svy.",s),"two probabilities","second_pps.csv",list(ids=list("region"),probs=list("pi1","pi2")),vars=list("y","z"))
 add(paste0("svy.",s),"strata at two stages","second_pps.csv",list(lonely_psu="remove",ids=list("town","person"),strata=list("region","g"),weights="w",fpc=list("N1","N2")),vars=list("y","z"))
 add(paste0("svy.",s),"strata at two stages nested","second_pps.csv",list(lonely_psu="remove",ids=list("t","person"),strata=list("region","g"),weights="w",fpc=list("N1","N2"),nest=TRUE),vars=list("y","z"))
 add(paste0("svy.",s),"brewer with strata","second_pps.csv",list(ids=list("town"),strata=list("region"),fpc=list("pi1"),pps="brewer"),vars=list("y"))
 add(paste0("svy.",s),"overton, no strata, two vars","second_pps.csv",list(fpc=list("pi3"),pps="overton"),vars=list("y","z"),vcov=TRUE)
 add(paste0("svy.",s),"brewer calibrated","second_pps.csv",st(list(fpc=list("pi3"),pps="brewer"),list(op="calibrate",formula="~z",population=list(`(Intercept)`=300,z=140),calfun="linear")),vars=list("y"))
 add(paste0("svy.",s),"brewer post-stratified domain","second_pps.csv",st(list(fpc=list("pi3"),pps="brewer"),list(op="postStratify",vars=list("g"),population=list(list(g="f",Freq=150),list(g="m",Freq=160))),list(op="subset",where=list(list(var="z",op="==",value=1)))),vars=list("y")) 
 add(paste0("svy.",s),"brewer domain na","second_pps.csv",st(list(fpc=list("pi3"),pps="brewer"),list(op="subset",where=list(list(var="z",op="==",value=1)))),vars=list("v"),na_rm=TRUE,deff="replace") 
 add(paste0("svy.",s),"factor with missing","second_pps.csv",list(ids=list("region"),weights="w"),vars=list("q","y"),na_rm=TRUE,vcov=TRUE,factors=list(q=list("a","b","c"))) 
 add(paste0("svy.",s),"missing without na_rm","second_pps.csv",list(ids=list("region"),weights="w"),vars=list("v","y"),na_rm=FALSE) }
add("svy.by","factor with missing","second_pps.csv",list(ids=list("region"),weights="w"),vars=list("q"),by=list("g"),stat="mean",na_rm=TRUE,factors=list(q=list("a","b","c")))
add("svy.by","by with missing","second_pps.csv",list(ids=list("region"),weights="w"),vars=list("y"),by=list("q","g"),factors=list(q=list("a","b","c"),g=list("f","m")),stat="total",na_rm=FALSE)
add("svy.by","na_rm two vars","second_pps.csv",list(ids=list("region"),weights="w"),vars=list("v","y"),by=list("g"),stat="mean",na_rm=TRUE,deff=TRUE)
add("svy.by","by number, calibrated","second_clus1.csv",st(C1,ps),vars=list("api00","meals"),by=list("awards"),stat="total",na_rm=FALSE,deff=TRUE,factors=sF)
add("svy.by","three ways","second_strat.csv",S,vars=list("enroll"),by=list("stype","awards","sch.wide"),stat="mean",na_rm=FALSE)
add("svy.table","with missing","second_pps.csv",list(ids=list("region"),weights="w"),row="q",col="g",factors=list(q=list("a","b","c"),g=list("f","m")))
add("svy.chisq","with missing","second_pps.csv",list(ids=list("region"),weights="w"),row="q",col="g",statistics=list("F","Chisq","Wald","adjWald"),factors=list(q=list("a","b","c"),g=list("f","m")))
add("svy.chisq","brewer","second_pps.csv",list(fpc=list("pi3"),pps="brewer"),row="z",col="g",statistics=list("F","Chisq","Wald","adjWald"),factors=list(z=list(0,1),g=list("f","m")))
add("svy.chisq","brewer domain missing","second_pps.csv",st(list(fpc=list("pi3"),pps="brewer"),list(op="subset",where=list(list(var="y",op=">",value=45)))),row="q",col="g",statistics=list("F","Chisq","Wald","adjWald"),factors=list(q=list("a","b","c"),g=list("f","m")))
add("svy.chisq","raked missing rows","second_pps.csv",st(list(ids=list("region"),weights="w"),list(op="postStratify",vars=list("g"),population=list(list(g="f",Freq=150),list(g="m",Freq=160)))),row="q",col="z",statistics=list("F","Chisq","Wald"),factors=list(q=list("a","b","c"),g=list("f","m"),z=list(0,1)))
for (m in c("logit","xlogit","beta","asin","mean")) { add("svy.ciprop",paste("brewer",m),"second_pps.csv",list(fpc=list("pi3"),pps="brewer"),var="z",method=m); add("svy.ciprop",paste("rare",m),"second_pps.csv",list(ids=list("region"),weights="w"),var="r",method=m,conf=.99) }
for (i in c("mean","xlogit","beta")) add("svy.quantile",paste("brewer domain",i),"second_pps.csv",st(list(fpc=list("pi3"),pps="brewer"),list(op="subset",where=list(list(var="z",op="==",value=1)))),var="y",probs=list(.3,.5,.95),qrule="math",interval_type=i,na_rm=FALSE)
for (i in c("mean","xlogit","beta")) add("svy.quantile",paste("extremes",i),"second_clus1.csv",C1,var="api00",probs=list(.1,.98),qrule="math",interval_type=i,na_rm=FALSE)
add("svy.ratio","brewer","second_pps.csv",P2,numerator=list("y"),denominator="w",na_rm=FALSE)
add("svy.ratio","missing in domain","second_pps.csv",st(list(ids=list("region"),weights="w"),list(op="subset",where=list(list(var="g",op="==",value="f")))),numerator=list("v","y"),denominator="w",na_rm=TRUE)
add("svy.ratio","raked missing","second_clus1.csv",st(C1,rk),numerator=list("avg.ed"),denominator="meals",na_rm=TRUE,factors=c(sF,wF))
add("svy.glm","brewer","second_pps.csv",P2,y="y",terms=list("z","g"),family="gaussian",test_terms=list("g"),factors=list(g=list("f","m")))
add("svy.glm","factor only in interaction","second_strat.csv",S,y="api00",terms=list("stype","stype:meals"),family="gaussian",test_terms=list("stype:meals"),factors=sF)
add("svy.glm","unused level","second_strat.csv",st(S,list(op="subset",where=list(list(var="stype",op="!=",value="H")))),y="api00",terms=list("meals","stype"),family="gaussian",test_terms=list("stype"),factors=sF)
add("svy.glm","unused reference level","second_strat.csv",st(S,list(op="subset",where=list(list(var="stype",op="!=",value="E")))),y="api00",terms=list("meals","stype"),family="gaussian",test_terms=list("stype"),factors=sF)
add("svy.glm","text predictor","second_clus1.csv",C1,y="api00",terms=list("awards","stype"),family="gaussian",test_terms=list("awards"))
add("svy.glm","three-way","second_strat.csv",S,y="aw",terms=list("meals","ell","stype","meals:stype"),family="quasibinomial",test_terms=list("meals:stype"),factors=sF,derive=list(list(name="aw",from="awards",op="==",value="Yes")))
add("svy.glm","calibrated domain missing","second_clus1.csv",st(C1,ps,list(op="subset",where=list(list(var="meals",op=">",value=15)))),y="aw",terms=list("avg.ed"),family="quasibinomial",test_terms=list(),factors=sF,derive=list(list(name="aw",from="awards",op="==",value="Yes")))
add("svy.ttest","brewer","second_pps.csv",P2,y="y",group="g",factors=list(g=list("f","m")))
add("svy.ttest","derived group","second_clus1.csv",C1,y="api00",group="poor",derive=list(list(name="poor",from="meals",op=">",value=50)),factors=list(poor=list(0,1)))
add("svy.ttest","missing","second_pps.csv",list(ids=list("region"),weights="w"),y="v",group="g",factors=list(g=list("f","m")))
add("svy.ranktest","missing uncalibrated","second_pps.csv",list(ids=list("region"),weights="w"),y="v",group="g",test="wilcoxon",factors=list(g=list("f","m")))
add("svy.ranktest","calibrated missing","second_clus1.csv",st(C1,ps),y="avg.ed",group="awards",test="wilcoxon",factors=c(sF,aF))
add("svy.ranktest_k","calibrated missing","second_clus1.csv",st(C1,rk),y="avg.ed",group="stype",test="KruskalWallis",factors=c(sF,wF))
add("svy.ranktest_k","missing","second_pps.csv",list(ids=list("region"),weights="w"),y="v",group="q",test="median",factors=list(q=list("a","b","c")))
add("svy.cralpha","na_rm","second_pps.csv",list(ids=list("region"),weights="w"),vars=list("y","z","a"),na_rm=TRUE)
add("svy.contrast","missing na_rm","second_pps.csv",list(ids=list("region"),weights="w"),vars=list("v","y"),stat="mean",contrast=list(v=1,y=-.5),na_rm=TRUE)
add("svy.domain_contrast","three","second_pps.csv",list(ids=list("region"),weights="w"),var="y",by="q",stat="total",contrast=list(a=1,b=-.5,c=-.5),factors=list(q=list("a","b","c")))
add("svy.standardize","with missing","second_pps.csv",list(ids=list("region"),weights="w"),var="v",standardize_by="g",over="a",population=list(10,30),na_rm=TRUE,factors=list(g=list("f","m"),a=list(1,2,3)))
add("svy.weights","partly raked in a domain","second_clus1.csv",st(C1,list(op="subset",where=list(list(var="meals",op=">",value=10))),rk),every=1,factors=c(sF,wF))
add("svy.weights","trim, then post-stratify","second_clus1.csv",st(C1,rk,list(op="trimWeights",upper=40,lower=31),ps),every=4,factors=c(sF,wF))
add("svy.mean","trim, then post-stratify","second_clus1.csv",st(C1,rk,list(op="trimWeights",upper=40,lower=31),ps),vars=list("api00","meals"),factors=c(sF,wF),vcov=TRUE)
add("svy.mean","calibrate with an interaction and a factor()","second_clus1.csv",st(C1,list(op="calibrate",formula="~stype + sch.wide:api99",population=list(`(Intercept)`=6194,stypeH=755,stypeM=1018,`sch.wideNo:api99`=680000,`sch.wideYes:api99`=3230000),calfun="linear")),vars=list("api00"),factors=c(sF,wF))
add("svy.mean","calibrate population in another order","second_clus1.csv",st(C1,list(op="calibrate",formula="~stype + api99",population=list(api99=3914069,`(Intercept)`=6194,stypeM=1018,stypeH=755),calfun="linear")),vars=list("api00"),factors=c(sF,wF))
add("svy.mean","raking distance, two-stage domain","second_clus2.csv",st(C2,list(op="calibrate",formula="~stype",population=list(`(Intercept)`=6194,stypeH=755,stypeM=1018),calfun="raking",maxit=200,epsilon=1e-12),list(op="subset",where=list(list(var="awards",op="==",value="Yes")))),vars=list("api00","full"),factors=sF,vcov=TRUE)
add("svy.mean","population scaled up twenty times","second_clus1.csv",st(list(ids=list("dnum")),list(op="calibrate",formula="~stype",population=list(`(Intercept)`=6194,stypeH=755,stypeM=1018),calfun="raking",maxit=200,epsilon=1e-12)),vars=list("api00"),factors=sF)

for (ty in c("JK2","ACS","successive-difference")) { D <- list(replicate=list(weights="w",prefix="bo",type=ty,combined=TRUE)); add("svy.mean",ty,"second_pairs.csv",D,vars=list("y","x"),vcov=TRUE); add("svy.replicates",ty,"second_pairs.csv",D) }

json <- function(x) { if (is.list(x)) return(lapply(x, json)); if (is.matrix(x)) return(lapply(seq_len(nrow(x)), function(i) lapply(as.list(x[i,]), json))); if (length(x)==1 && is.null(attr(x,"keep"))) { if (is.numeric(x) && is.nan(x)) return(unbox("NaN")); if (is.na(x)) return(unbox(NA)); if (is.numeric(x)&&is.infinite(x)) return(unbox(if (x>0) "Inf" else "-Inf")); return(unbox(x)) }; lapply(as.list(x), json) }
txt <- toJSON(json(list(topic="sample designs, a second set", versions=list(R=paste(R.version$major,R.version$minor,sep="."), survey=as.character(packageVersion("survey"))), cases=cases)), digits=NA, null="null", na="null", pretty=FALSE)
txt <- gsub("},{\"id\":", "},\n{\"id\":", txt, fixed=TRUE)
writeLines(txt, file.path(out,"cases","survey_second.json"))
cat(length(cases),"cases\n"); print(unlist(cnt)); cat(bad, sep="\n")
