# The Childways API from R, with jsonlite.
#   CHILDWAYS=http://127.0.0.1:8050 Rscript client.R
library(jsonlite)

site <- Sys.getenv("CHILDWAYS", "http://127.0.0.1:8050")

# One child on one journey.
answer <- fromJSON(paste0(
  site, "/api/v1/journeys/central-med-horn/main?status=refugee&year=2024"
))
weakest <- answer$data$weakest
cells <- paste(paste(weakest$iso3, "goal", weakest$goal), collapse = ", ")
cat(sprintf("Weakest, at level %d: %s\n", weakest$level[1], cells))
cat(paste("-", answer$data$sentences$text), sep = "\n")

# A table as CSV. An empty cell is unknown (NA), never 0.
levels <- read.csv(paste0(site, "/api/v1/levels.csv?iso3=LBY,ITA&year=2024"))
print(levels[, c("country", "goal", "level", "evidence")])

# Every row of a list.
page <- 1
sources <- list()
repeat {
  answer <- fromJSON(paste0(site, "/api/v1/sources?per_page=500&page=", page))
  sources[[page]] <- answer$data
  if (page * 500 >= answer$meta$total) break
  page <- page + 1
}
sources <- do.call(rbind, sources)
cat(nrow(sources), "sources\n")
cat(answer$meta$citation, "\n")
