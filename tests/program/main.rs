//! From outside: the command line, files, pictures, studies and who looks into a run; and how the code is built.

mod architecture;
mod cli;
mod ensemble;
mod exchange;
mod fields;
mod help;
mod kills;
mod observers;
mod output;
mod pages;
mod plots;
mod report;
mod restart;
mod results;
mod run;
mod scenario;
mod studies;
