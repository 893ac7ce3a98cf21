//! The parameters of the equations: value, unit, plausible range, tag, meaning and source.
//!
//! Sources name entries of `docs/references.bib` in brackets. A value tagged `tuned` says what it was
//! fitted to, by the targets in `validation/`, or that it is an assumption fitted to nothing. Fits were
//! made to acute-wound time courses, scar thresholds and vessels after a course; no collagen outcome of
//! microneedling was fitted, its size was set by hand. They are one plausible set, not measurements of microneedled skin.

use dermis_quantities::quantities;

quantities! {
    /// Rates, half-saturations and transport coefficients of the healing model.
    Parameters {
        inflammation_diffusivity: "D_I", 0.24, "mm²/day", 0.1..=2.0, Tuned,
            "diffusivity of pro-inflammatory mediators",
            "fitted to T7, T8: around an isolated channel, with the whole set; free 8 mm²/day for 10-30 kDa proteins times a hindrance of 0.03 ([fox1979] 0.03-0.26; [nauman2007] 13.7 mm²/day for IGF-1 in fibrin); only the reach, the root of D_I/d_I = 0.14 mm, is identified";
        neutrophil_motility: "D_N", 0.1, "mm²/day", 0.02..=0.3, Tuned,
            "random motility of neutrophils",
            "fitted to T7 (acute-wound time courses, with the whole set): random walk at about 10 µm/min with a persistence of 2 min";
        macrophage_motility: "D_M", 0.03, "mm²/day", 0.01..=0.1, Tuned,
            "random motility of macrophages (both phenotypes)",
            "fitted to T8 (acute-wound time courses, with the whole set): random walk at 1-2 µm/min with a persistence of 20 min";
        tgf_beta_diffusivity: "D_T", 0.3, "mm²/day", 0.05..=0.5, Literature,
            "diffusivity of the TGF-beta isoforms",
            "[murphy2012] 2.88e-3 cm²/day = 0.288 mm²/day; [sohutskay2021] 0.01208 mm²/h in the code, 'updated from Murphy'; 0.0093 mm²/h = 0.223 mm²/day in unpublished code for punctured dura mater after [pensalfini2023]";
        mitogen_diffusivity: "D_G", 0.4, "mm²/day", 0.05..=1.0, Tuned,
            "diffusivity of mitogens (PDGF, FGF)",
            "fitted to T11 (acute-wound time courses, with the whole set): inside a range; PDGF 2000-4000 µm²/h = 0.05-0.10 mm²/day in public code after [cumming2010]; estimate for a free protein 0.4-2";
        mmp_diffusivity: "D_P", 0.2, "mm²/day", 0.05..=0.5, Tuned,
            "diffusivity of matrix metalloproteinases",
            "fitted to T13 (acute-wound time courses, with the whole set): an enzyme of 55-90 kDa, slower than TGF-beta";
        fibroblast_motility: "D_F", 0.02, "mm²/day", 0.01..=2.0, Tuned,
            "random motility of fibroblasts",
            "fitted to T11 (acute-wound time courses, with the whole set): inside a range; [koppenol2017] 0.1 at rest density; [buganza2017] 0.0833 mm²/h = 2.0, which looks too fast; 0.011 from 0.5 µm/min with a persistence of 1 h";
        myofibroblast_motility: "D_Y", 0.005, "mm²/day", 0.0..=0.02, Tuned,
            "random motility of myofibroblasts",
            "fitted to T10 (acute-wound time courses, with the whole set): myofibroblasts hardly move";
        vessel_ingrowth: "D_V", 0.005, "mm²/day", 0.0..=0.02, Tuned,
            "lateral ingrowth of capillary sprouts",
            "assumption, fitted to nothing: no time course of vessels was held against it";
        epidermal_motility: "D_E", 0.005, "mm²/day", 0.0..=0.02, Tuned,
            "lateral motility of the epidermal front",
            "fitted to T6 (acute-wound time courses, with the whole set): inside a range; 2.0e-9 cm²/s = 0.017 mm²/day in public code after [sherratt1990]";
        neutrophil_chemotaxis: "chi_N", 0.02, "mm²/day", 0.0..=0.1, Tuned,
            "chemotactic coefficient of neutrophils toward inflammation",
            "fitted to T7 (acute-wound time courses, with the whole set): toward inflammation, receptor law 1/(1+I)²";
        macrophage_chemotaxis: "chi_M", 0.01, "mm²/day", 0.0..=0.05, Tuned,
            "chemotactic coefficient of inflammatory macrophages toward inflammation",
            "fitted to T8 (acute-wound time courses, with the whole set): toward inflammation";
        fibroblast_chemotaxis: "chi_F", 0.004, "mm²/day", 0.0..=0.02, Tuned,
            "chemotactic coefficient of fibroblasts toward mitogens",
            "fitted to T11 (acute-wound time courses, with the whole set): toward mitogens; 2e-3 cm⁵/(g day) of [koppenol2017] is small at ng/mL";
        damage_clearance: "d_D", 0.3, "1/day", 0.03..=0.6, Tuned,
            "loss of debris and danger signals without phagocytes, dermis",
            "fitted to T7, T8: around an isolated channel; resident macrophages of the dermis cover microlesions and clear them before any cell is recruited ([uderhardt2019]); not told apart from their number times their uptake";
        phagocytosis_rate: "k_D", 0.205, "1/day", 0.1..=0.5, Tuned,
            "uptake of debris by neutrophils and macrophages",
            "fitted to T7, T8 (acute-wound time courses, with the whole set): saturating form as in [trejo2019]";
        phagocytosis_saturation: "K_D", 0.57, "1", 0.1..=1.0, Tuned,
            "debris that half-saturates phagocytosis",
            "fitted to T7, T8 (acute-wound time courses, with the whole set): form as in [trejo2019]";
        fibrinolysis_basal: "d_C", 0.03, "1/day", 0.01..=0.1, Tuned,
            "clot lysis without cells",
            "fitted to T11 (acute-wound time courses, with the whole set): [skibidy2026] fibrin half-life about 230 h without cells";
        fibrinolysis_by_macrophages: "k_CM", 0.1, "1/day", 0.03..=0.3, Tuned,
            "clot lysis driven by macrophages",
            "fitted to T11 (acute-wound time courses, with the whole set): macrophages lyse fibrin";
        fibrinolysis_by_mmp: "k_CP", 0.05, "1/day", 0.0..=0.2, Tuned,
            "clot lysis driven by proteases",
            "fitted to T11 (acute-wound time courses, with the whole set): proteases lyse fibrin; in [cumming2010] tPA does";
        inflammation_from_damage: "p_ID", 140.0, "1/day", 60.0..=250.0, Tuned,
            "mediators released per unit of destroyed tissue",
            "fitted to T7, T8: and chosen so that sessions that come closer never leave less scar-like matrix, for which recruitment must not saturate at one session; sets the unit of inflammation";
        inflammation_from_neutrophils: "p_IN", 1.1, "1/day", 0.5..=3.0, Tuned,
            "mediators released by neutrophils",
            "fitted to T7, T8 (acute-wound time courses, with the whole set): per unit of neutrophils";
        inflammation_from_macrophages_m1: "p_I1", 1.15, "1/day", 0.5..=4.0, Tuned,
            "mediators released by inflammatory macrophages",
            "fitted to T7, T8 (acute-wound time courses, with the whole set): [trejo2019] 8.3e-6 ng/(cell day) with decay 12.8/day gives 0.65 ng/mL at 1e6 cells/mL; here 1.15/6 = 0.19 of the unit";
        inflammation_from_barrier: "p_IB", 30.0, "1/day", 0.0..=200.0, Tuned,
            "mediators released by keratinocytes per unit of lost barrier",
            "assumption, fitted to nothing: disrupting the barrier raises TNF, IL-1 and GM-CSF in the epidermis of mice within hours ([wood1992]); a quarter of what destroyed tissue releases";
        inflammation_decay: "d_I", 12.8, "1/day", 3.0..=55.0, Literature,
            "decay of pro-inflammatory mediators",
            "[trejo2019] 12.79 to 55/day";
        inflammation_suppression: "K_2I", 1.9, "1", 1.0..=4.0, Tuned,
            "repair macrophages that halve mediator production",
            "fitted to T8 (acute-wound time courses, with the whole set): repair macrophages suppress mediators as IL-10 does";
        neutrophil_recruitment: "r_N", 7.1, "1/day", 4.0..=12.0, Tuned,
            "largest recruitment of neutrophils from vessels",
            "fitted to T7 (acute-wound time courses, with the whole set): times the vessel density";
        neutrophil_recruitment_half: "K_N", 1.7, "1", 1.0..=2.5, Tuned,
            "inflammation that half-saturates neutrophil recruitment",
            "fitted to T7 (acute-wound time courses, with the whole set): Hill 2 in inflammation";
        neutrophil_death: "d_N", 0.9, "1/day", 0.5..=1.4, Literature,
            "death of neutrophils",
            "[skibidy2026] half-life about 24 h = 0.69/day, citing [wilgus2013]";
        efferocytosis: "k_NM", 0.9, "1/day", 0.3..=1.5, Tuned,
            "removal of neutrophils by macrophages",
            "fitted to T7, T8 (acute-wound time courses, with the whole set): macrophages clear neutrophils";
        monocyte_recruitment: "r_M", 3.4, "1/day", 2.0..=6.0, Tuned,
            "largest recruitment of monocytes from vessels",
            "fitted to T8 (acute-wound time courses, with the whole set): times the vessel density";
        monocyte_recruitment_half: "K_M", 1.1, "1", 0.7..=2.0, Tuned,
            "inflammation that half-saturates monocyte recruitment",
            "fitted to T8 (acute-wound time courses, with the whole set): Hill 2 in inflammation";
        macrophage_capacity: "M_max", 8.0, "1", 4.0..=12.0, Tuned,
            "macrophage density at which recruitment stops",
            "fitted to T8 (acute-wound time courses, with the whole set): [jin2011] at most 2500 macrophages/mm³; the unit is about 300 to 1000 cells/mm³";
        monocyte_recruitment_basal: "a_M", 0.1, "1", 0.0..=0.5, Tuned,
            "share of monocyte recruitment that needs no neutrophils",
            "fitted to T8 (acute-wound time courses, with the whole set): the rest waits for neutrophils, which gives the lag of about a day";
        monocyte_recruitment_neutrophil_half: "K_NM", 0.35, "1", 0.2..=1.0, Tuned,
            "neutrophils that half-saturate monocyte recruitment",
            "fitted to T8 (acute-wound time courses, with the whole set): how many neutrophils call monocytes";
        polarisation_m1_to_m2: "k_12", 0.32, "1/day", 0.08..=0.7, Tuned,
            "switch of macrophages from inflammatory to repair",
            "fitted to T8 (acute-wound time courses, with the whole set): inside a range; [trejo2019] 0.075-0.083/day in bone; [krzyszczyk2018] inflammatory phase of about 48 h = 0.5/day in skin";
        polarisation_floor: "k12min", 0.35, "1", 0.1..=0.7, Tuned,
            "share of the switch that is left at high inflammation",
            "fitted to T8 (acute-wound time courses, with the whole set): switch left at high inflammation";
        polarisation_inflammation_half: "K_12", 1.5, "1", 0.8..=3.0, Tuned,
            "inflammation that halves the switch",
            "fitted to T8 (acute-wound time courses, with the whole set): inflammation holds macrophages in the inflammatory state";
        macrophage_m1_loss: "d_M1", 0.155, "1/day", 0.12..=0.6, Literature,
            "loss of inflammatory macrophages",
            "[trejo2019] 0.121-0.2/day; [adler2020] 0.3/day; [jin2011] 0.6/day";
        macrophage_m2_loss: "d_M2", 0.26, "1/day", 0.16..=0.6, Literature,
            "loss of repair macrophages",
            "[trejo2019] 0.163-0.2/day; [adler2020] 0.3/day; [jin2011] 0.6/day";
        polarisation_m2_to_m1: "k_21", 1.0, "1/day", 0.0..=2.0, Tuned,
            "switch back of repair macrophages under inflammation",
            "assumption, fitted to nothing: renewed inflammation turns repair macrophages back ([trejo2019] a constant 0.005-0.05/day); makes sessions a few days apart heal worse, for which there is no trial";
        tgf_beta_from_clot: "p_TC", 5.9, "1", 2.0..=15.0, Tuned,
            "TGF-beta1 released per unit of clot lysed",
            "fitted to T10, T11 (acute-wound time courses, with the whole set): platelets hold TGF-beta1, which lysis frees";
        tgf_beta_from_macrophages_m1: "p_T1", 0.1, "1/day", 0.0..=0.3, Tuned,
            "TGF-beta1 made by inflammatory macrophages",
            "fitted to T10, T11 (acute-wound time courses, with the whole set): less than repair macrophages";
        tgf_beta_from_macrophages_m2: "p_T2", 1.35, "1/day", 0.7..=2.0, Tuned,
            "TGF-beta1 made by repair macrophages",
            "fitted to T10, T11 (acute-wound time courses, with the whole set): with 10 ng/mL and 1e6 cells/mL as units 0.0135 pg/(cell day); [jin2011] 0.07 pg/(cell day)";
        tgf_beta_from_myofibroblasts: "p_TY", 0.9, "1/day", 0.3..=2.0, Tuned,
            "TGF-beta1 activated by myofibroblasts",
            "fitted to T10 (acute-wound time courses, with the whole set): a positive loop, kept below self-sustaining";
        tgf_beta_from_epidermis: "p_TE", 2.0, "1/day", 0.0..=10.0, Tuned,
            "TGF-beta1 activated by keratinocytes that close a wound",
            "assumption, fitted to nothing: the integrin alpha-v-beta-6 of migrating keratinocytes activates latent TGF-beta1 ([munger1999])";
        tgf_beta_1_decay: "d_T", 1.0, "1/day", 0.1..=15.0, Tuned,
            "decay of active TGF-beta1",
            "fitted to T10, T11 (acute-wound time courses, with the whole set): inside a range; 0.0926/day in unpublished code for punctured dura mater after [pensalfini2023]; [murphy2012] 0.354/day; [jin2011] 15/day; one pool for active and matrix-bound";
        tgf_beta_3_production: "p_3", 0.4, "1/day", 0.1..=1.0, Tuned,
            "TGF-beta3 made by activated fibroblasts under closed epidermis",
            "fitted to T10 (acute-wound time courses, with the whole set): antagonism of the isoforms as in [dale1996]";
        tgf_beta_3_decay: "d_3", 1.0, "1/day", 0.3..=3.0, Tuned,
            "decay of TGF-beta3",
            "fitted to T10 (acute-wound time courses, with the whole set): as TGF-beta1";
        mitogens_from_clot: "p_GC", 43.0, "1/day", 20.0..=80.0, Tuned,
            "mitogens released by clot",
            "fitted to T11 (acute-wound time courses, with the whole set): platelets hold PDGF";
        mitogens_from_macrophages_m1: "p_G1", 0.95, "1/day", 0.4..=2.0, Tuned,
            "mitogens made by inflammatory macrophages",
            "fitted to T11 (acute-wound time courses, with the whole set): PDGF of inflammatory macrophages";
        mitogens_from_macrophages_m2: "p_G2", 1.2, "1/day", 0.4..=2.0, Tuned,
            "mitogens made by repair macrophages",
            "fitted to T11 (acute-wound time courses, with the whole set): PDGF of repair macrophages";
        mitogens_from_barrier: "p_GB", 10.0, "1/day", 0.0..=60.0, Tuned,
            "mitogens made near keratinocytes per unit of lost barrier",
            "assumption, fitted to nothing: IL-1 of keratinocytes makes fibroblasts release KGF and GM-CSF ([werner2003]); a quarter of what clot releases";
        mitogen_decay: "d_G", 2.0, "1/day", 1.0..=10.0, Literature,
            "decay of mitogens",
            "[adler2020] 2/day, degradation of growth factors";
        mmp_from_neutrophils: "p_PN", 0.6, "1/day", 0.1..=1.0, Tuned,
            "MMP-8 and MMP-9 released by neutrophils",
            "fitted to T13, T30: early MMP-8 and MMP-9, as in [agren1998]";
        mmp_from_macrophages_m1: "p_P1", 0.4, "1/day", 0.3..=1.5, Tuned,
            "MMP-9 released by inflammatory macrophages",
            "fitted to T13, T30: MMP-9, as in [jin2011]";
        mmp_from_fibroblasts: "p_PF", 0.3, "1/day", 0.1..=0.6, Tuned,
            "MMP-1 and MMP-3 released by fibroblasts under inflammation",
            "fitted to T13, T30: MMP-1 and MMP-3 under inflammation";
        mmp_inflammation_half: "K_PI", 0.5, "1", 0.2..=1.0, Tuned,
            "inflammation that half-saturates MMP release by fibroblasts",
            "fitted to T13 (acute-wound time courses, with the whole set): inflammation at which fibroblasts release half of the most";
        mmp_decay: "d_P", 1.3, "1/day", 0.4..=2.0, Tuned,
            "decay of MMP activity",
            "fitted to T30: protease is back at baseline within a week; above [jin2011] 0.875/day for MMP-9 and [skibidy2026] half-life about 35 h = 0.48/day, because inhibitors other than those that TGF-beta induces are lumped in";
        mmp_inhibition_by_tgf_beta: "k_PT", 0.4, "1/day", 0.1..=1.0, Tuned,
            "inhibition of MMP through TIMP induced by TGF-beta1",
            "fitted to T13 (acute-wound time courses, with the whole set): TGF-beta induces TIMP";
        angiogenesis_rate: "g_V", 0.12, "1/day", 0.05..=0.3, Tuned,
            "largest growth of vessels",
            "assumption, fitted to nothing: no time course of vessels was held against it";
        angiogenesis_half: "K_V", 1.0, "1", 0.5..=2.0, Tuned,
            "angiogenic drive that half-saturates vessel growth",
            "assumption, fitted to nothing: no time course of vessels was held against it";
        vessel_capacity: "V_max", 2.0, "1", 1.5..=3.0, Tuned,
            "vessel density at which growth stops",
            "assumption, fitted to nothing: at most twice the vessels of rest";
        vessel_pruning_half: "K_Vc", 0.25, "1", 0.1..=1e9, Tuned,
            "excess of normal collagen at which half of the resting vessels are given up; 1e9 keeps them all",
            "fitted to T29: one uncontrolled study, flow at 0.3 mm -26 % (face) to -42 % (neck) three months after four sessions ([wamsley2021])";
        vessel_regression: "rho_V", 0.06, "1/day", 0.03..=0.1, Tuned,
            "return of vessels to rest",
            "assumption, fitted to nothing: half of the new vessels gone in 12 days";
        fibroblast_proliferation: "r_F", 0.68, "1/day", 0.35..=0.95, Literature,
            "largest stimulated proliferation of fibroblasts",
            "[jin2011] and [koppenol2017] 0.924/day; [buganza2017] 0.034/h = 0.816/day; 0.0154/h = 0.37/day in unpublished code for punctured dura mater after [pensalfini2023]";
        proliferation_mitogen_half: "K_G", 2.9, "1", 1.5..=5.0, Tuned,
            "mitogens that half-saturate proliferation",
            "fitted to T11 (acute-wound time courses, with the whole set): how much PDGF makes fibroblasts divide";
        fibroblast_capacity: "F_max", 3.5, "1", 2.0..=5.0, Tuned,
            "density of fibroblasts and myofibroblasts at which proliferation stops",
            "fitted to T11 (acute-wound time courses, with the whole set): crowding, relative to rest";
        proliferation_inhibition: "K_IF", 1.0, "1", 0.4..=4.0, Tuned,
            "inflammation that halves proliferation",
            "fitted to T11 (acute-wound time courses, with the whole set): inflammation holds division back";
        fibroblast_regrowth: "rho_up", 0.05, "1/day", 0.02..=0.1, Tuned,
            "return of fibroblasts to rest from below",
            "fitted to T11 (acute-wound time courses, with the whole set): logistic return from below";
        fibroblast_apoptosis: "rho_dn", 0.064, "1/day", 0.02..=0.12, Literature,
            "return of fibroblasts to rest from above",
            "[jin2011] 0.12/day; 0.00369/h = 0.0886/day in unpublished code for punctured dura mater after [pensalfini2023]; [koppenol2017] 0.02/day";
        activation_rate: "k_on", 0.8, "1/day", 0.1..=1.5, Tuned,
            "synthetic activation of fibroblasts",
            "fitted to T9, T11 (acute-wound time courses, with the whole set): how fast fibroblasts begin to make matrix";
        activation_half: "K_Q", 0.88, "1", 0.4..=2.0, Tuned,
            "stimulus that half-saturates activation",
            "fitted to T9, T11 (acute-wound time courses, with the whole set): stimulus for half of the activation";
        activation_inhibition: "K_IQ", 1.0, "1", 0.4..=1e9, Tuned,
            "inflammation that halves activation; 1e9 leaves it alone",
            "fitted to T10, T11: with the whole set; myofibroblasts come after day 4 and synthesis peaks after the first week";
        deactivation_rate: "k_off", 0.08, "1/day", 0.015..=0.15, Tuned,
            "loss of synthetic activation",
            "fitted to T11 (end of synthesis): half in 9 days; with activation_rate and fibroblast_synthesis only height and length of the answer are identified";
        differentiation_rate: "k_FY", 1.4, "1/day", 0.4..=1.5, Tuned,
            "differentiation of fibroblasts into myofibroblasts",
            "fitted to T10 (acute-wound time courses, with the whole set): TGF-beta1 and tension make myofibroblasts, as in [tomasek2002]";
        differentiation_half: "K_Y", 1.7, "1", 1.2..=2.5, Tuned,
            "effective TGF-beta1 that half-saturates differentiation",
            "fitted to T10, T23 (acute-wound time courses, with the whole set): threshold in TGF-beta1";
        differentiation_exponent: "n_Y", 3.0, "whole number", 2.0..=4.0, Tuned,
            "Hill exponent of differentiation",
            "fitted to T10, T23 (acute-wound time courses, with the whole set): a threshold, not a proportion";
        tension_intact: "t_0", 0.12, "1", 0.0..=1.0, Tuned,
            "tension that cells feel in intact matrix, which shields them from stress",
            "assumption, fitted to nothing: cross-linked matrix shields fibroblasts from stress ([tomasek2002]); matters from about 500 punctures/cm² on, where sessions that come closer otherwise scar less";
        tension_across: "t_S", 32.0, "1", 0.0..=100.0, Tuned,
            "most tension across a wide opening, relative to intact matrix that shields nothing",
            "fitted to T23: direction from load across a wound, which drives scarring ([aarabi2007], [gurtner2011]); with tension_intact, tension_span_half and differentiation_rate three of four are identified";
        tension_span_half: "S_h", 0.48, "mm", 0.2..=2.0, Tuned,
            "width of an opening at which tension is half its most; a third-order threshold",
            "fitted to T23: cores leave scars between 0.4 and 1 mm of width ([champlain2022], [tam2013])";
        tension_relief: "d_S", 0.045, "1/day", 0.01..=0.15, Tuned,
            "relief of the tension across a wound",
            "fitted to T10: myofibroblasts in most wounds to day 31 and in 29 % after ([betz1992])";
        contraction: "k_SY", 0.03, "1/day", 0.0..=0.3, Tuned,
            "relief of the tension across a wound by the pull of myofibroblasts",
            "fitted to T10: a lattice that contracts is relieved of stress, and its myofibroblasts die ([tomasek2002]); with tension_relief only one of two is identified";
        differentiation_staging: "w_Q", 1.0, "1", 0.0..=1.0, Tuned,
            "share of differentiation that needs established activation (the proto-myofibroblast stage)",
            "fitted to T10: a fibroblast is activated before it contracts ([tomasek2002])";
        differentiation_tgf_beta_3_half: "K_3Y", 1.0, "1", 0.5..=2.0, Tuned,
            "TGF-beta3 that halves the effective TGF-beta1",
            "fitted to T10 (acute-wound time courses, with the whole set): antagonism of the isoforms as in [dale1996]";
        myofibroblast_apoptosis: "d_Y", 0.126, "1/day", 0.06..=0.3, Literature,
            "apoptosis of myofibroblasts",
            "[koppenol2017] 0.06/day; [adler2020] 0.3/day; between them, and with the peak of alpha-SMA on day 12 in [skibidy2026]";
        myofibroblast_reversion: "b_Y", 0.5, "1", 0.0..=1.0, Literature,
            "share of the myofibroblasts that leave by turning back into fibroblasts; the rest die",
            "[kisseleva2012] about half of the activated stellate cells of the liver escape death and revert";
        fibroblast_synthesis: "sig_F", 0.0102, "1/day", 0.004..=0.02, Tuned,
            "collagen made per activated fibroblast, in rest collagen",
            "assumption, fitted to nothing: with collagen_ceiling sets the absolute scale, about 3.5 % of whole-dermis collagen for one standard session; [buganza2017] 0.002/h = 0.048/day and 9.34e-4/h = 0.022/day in unpublished code after [pensalfini2023] would make far more";
        myofibroblast_synthesis: "sig_Y", 0.0195, "1/day", 0.008..=0.05, Tuned,
            "collagen made per myofibroblast, in rest collagen",
            "assumption, fitted to nothing: about twice a fibroblast; part of the absolute scale. Also twice in [koppenol2017]";
        deficit_synthesis_gain: "a_def", 7.0, "1", 1.0..=15.0, Tuned,
            "faster synthesis into empty matrix",
            "fitted to T11: and to channels that are restored within 7 weeks ([tam2013]): fibroblasts in fibrin make several times the collagen of those in a collagen lattice ([clark1995])";
        deficit_activation_weight: "w_def", 1.0, "1", 0.5..=2.0, Tuned,
            "matrix deficit as activation stimulus",
            "fitted to T11 (acute-wound time courses, with the whole set): missing matrix activates fibroblasts, negative feedback as in [rognoni2018]";
        synthesis_inhibition: "K_IS", 0.95, "1", 0.5..=2.0, Tuned,
            "inflammation that halves synthesis",
            "fitted to T11 (acute-wound time courses, with the whole set): TNF and IL-1 hold synthesis back";
        collagen_ceiling: "c_max", 1.6, "1", 1.3..=2.0, Tuned,
            "ceiling of total collagen relative to rest",
            "assumption, fitted to nothing: with fibroblast_synthesis sets the absolute scale, about 3.5 % of whole-dermis collagen for one standard session; the gain follows it twofold";
        collagen_iii_share: "f3w", 0.4, "1", 0.25..=0.6, Tuned,
            "type III share of new collagen",
            "fitted to T14 (acute-wound time courses, with the whole set): [robins2003] type III share 70 % over baseline six months after excision";
        collagen_iii_share_early: "f3e", 0.57, "1", 0.3..=1.0, Tuned,
            "type III share of what fibroblasts make when they have just been activated",
            "fitted to T9: type III is seen before type I ([betz1993], [betz1993b])";
        collagen_iii_switch: "K_f", 0.1, "1", 0.01..=1.0, Tuned,
            "activation at which the type III share is halfway between early and late",
            "fitted to T9: type I follows within days ([betz1993b])";
        collagen_iii_degradation: "k_d3", 0.005, "1/day", 0.002..=0.02, Tuned,
            "degradation of type III collagen by MMP",
            "fitted to T13, T14 (acute-wound time courses, with the whole set): MMP on new, immature collagen";
        collagen_i_degradation: "k_d1", 0.0012, "1/day", 0.0005..=0.003, Tuned,
            "degradation of type I collagen by MMP",
            "fitted to T13, T14 (acute-wound time courses, with the whole set): MMP on mature collagen, a quarter of that on type III";
        collagen_maturation: "kap_m", 0.012, "1/day", 0.005..=0.06, Tuned,
            "replacement of excess type III by type I",
            "fitted to T14 (acute-wound time courses, with the whole set): half in 23 days; in [robins2003] type III rises for six weeks and stays raised for six months";
        scar_in_balance: "w_3s", 1.0, "1", 0.0..=1.0, Tuned,
            "share of scar-like collagen that counts as type I where type III is in excess",
            "assumption, fitted to nothing: scar-like collagen is type I; 0 leaves it out";
        collagen_maturation_yield: "y_m", 0.95, "1", 0.8..=1.0, Tuned,
            "yield of the replacement of type III by type I",
            "fitted to T14 (acute-wound time courses, with the whole set): little is lost in the replacement";
        collagen_relaxation: "del_c", 0.00095, "1/day", 0.00013..=0.003, Tuned,
            "slow return of collagen to rest",
            "assumption, fitted to nothing: half of new collagen gone in two years; old collagen in 15 years ([verzijl2000])";
        collagen_mature_turnover: "δ_m", 1.27e-4, "1/day", 0.0..=0.003, Literature,
            "turnover of mature collagen: what is missing regrows at this rate beside repair",
            "[verzijl2000] half-life of 15 years, ln 2/15 years = 1.27e-4/day";
        settled_release: "k_U", 0.005, "1/day", 0.0..=0.01, Tuned,
            "rate at which fully activated fibroblasts give up a settled deficit",
            "assumption, fitted to nothing: an old scar is quiet until injury starts repair anew; 0 leaves it as it is";
        collagen_loss: "λ", 0.0, "1/day", 0.0..=1e-3, Tuned,
            "slow loss of collagen with age and sun during the run; the cells settle with it",
            "assumption, fitted to nothing: off by default; what the patient's years and sun add is listed there";
        crosslinking: "k_x", 0.03, "1/day", 0.005..=0.1, Tuned,
            "cross-linking of new collagen",
            "fitted to T15: the strength of a wound lags its content ([levenson1965])";
        scar_half: "K_s", 0.25, "1", 0.15..=0.4, Tuned,
            "myofibroblasts at which half of the new collagen is scar-like",
            "fitted to T23 (acute-wound time courses, with the whole set): myofibroblasts above which new collagen is scar-like";
        scar_exponent: "n_s", 3.0, "whole number", 2.0..=4.0, Tuned,
            "Hill exponent of scar-like deposition",
            "fitted to T23 (acute-wound time courses, with the whole set): a threshold, not a proportion";
        scar_tgf_beta_3_half: "K_3s", 2.0, "1", 1.0..=4.0, Tuned,
            "TGF-beta3 that halves scar-like deposition",
            "fitted to T23 (acute-wound time courses, with the whole set): antagonism of the isoforms as in [dale1996]";
        scar_relaxation: "del_s", 0.001, "1/day", 0.0003..=0.003, Tuned,
            "slow remodelling of scar-like collagen",
            "assumption, fitted to nothing: half remodelled in 1.9 years";
        scar_degradation: "k_ds", 0.001, "1/day", 0.0..=0.003, Tuned,
            "degradation of scar-like collagen by MMP",
            "assumption, fitted to nothing: a fifth of type III";
        tropoelastin_synthesis: "sig_e", 0.004, "1/day", 0.001..=0.01, Tuned,
            "synthesis of tropoelastin by activated fibroblasts",
            "assumption, fitted to nothing: elastin is an optional part that nothing validates but its sign";
        elastin_crosslinking: "k_e", 0.005, "1/day", 0.005..=0.05, Tuned,
            "cross-linking of tropoelastin into elastin",
            "assumption, fitted to nothing: elastic fibres reappear in healed skin only after years [raghunath1996]";
        elastin_ceiling: "e_max", 1.3, "1", 1.05..=1e9, Tuned,
            "elastin relative to rest at which none is made; 1e9 is no ceiling",
            "assumption, fitted to nothing: packing, a little below that of collagen";
        elastin_relaxation: "del_e", 2.7e-05, "1/day", 2.7e-05..=0.0003, Literature,
            "turnover of elastin",
            "[skibidy2026] half-life of about 70 years; [shapiro1991] mean residence of 74 years (40 to 174) in lung";
        elastin_degradation: "k_de", 0.0008, "1/day", 0.0..=0.003, Tuned,
            "degradation of elastin by MMP",
            "assumption, fitted to nothing: two thirds of type I collagen; elastin falls in wounds ([robins2003])";
        tropoelastin_loss: "d_te", 0.05, "1/day", 0.02..=0.1, Tuned,
            "loss of tropoelastin that is not cross-linked",
            "assumption, fitted to nothing: half in two weeks unless cross-linked";
        epidermal_closure_rate: "k_E", 2.3, "1/day", 1.5..=4.0, Tuned,
            "closure of the epidermis over a channel",
            "fitted to T6 (acute-wound time courses, with the whole set): [stumpp2009] lesions below 0.5 mm closed in 10-22 h (half of them) and 13-28 h (84 %); [kalluri2011] pores closed in 12-18 h in rats";
        epidermal_margin_share: "w_E", 1.0, "1", 0.0..=1.0, Tuned,
            "share of closure that needs epidermis within reach",
            "assumption, fitted to nothing: 1 is the model; 0 lets every point close by itself";
        epidermal_margin_reach: "l_E", 0.125, "mm", 0.03..=0.5, Tuned,
            "distance over which the epidermal margin closes a wound",
            "fitted to T6: larger lesions close later ([stumpp2009])";
        epidermal_margin_rate: "k_Ē", 24.0, "1/day", 6.0..=96.0, Tuned,
            "rate at which the margin follows the epidermis around it",
            "assumption, fitted to nothing: numerical, about an hour, fast beside closure";
        epidermal_inhibition: "K_IE", 4.0, "1", 2.0..=8.0, Tuned,
            "inflammation that halves epidermal closure",
            "fitted to T6 (acute-wound time courses, with the whole set): inflammation slows closure";
        epidermal_mitogen_gain: "a_EG", 0.3, "1", 0.0..=0.6, Tuned,
            "acceleration of epidermal closure by mitogens",
            "fitted to T6 (acute-wound time courses, with the whole set): mitogens hasten closure";
        barrier_recovery: "k_B", 4.0, "1/day", 2.0..=10.0, Tuned,
            "recovery of the barrier toward its cover",
            "set by hand within the published recovery times of T1, T2, T3, T4: [gupta2011] open sites within 2 h; [kalluri2011] water loss back in 4-5 h in rats; [donnelly2014] within 24 h; [sasaki2019] still raised at 48 h; [han2012] within 72 h";
        channel_closure: "k_A", 4.3, "1/day", 1.0..=20.0, Literature,
            "closing of a short channel's lumen under closed epidermis",
            "[kalluri2011] pores of 370 and 770 µm needles in rats a tenth open after 12 and 18 h: 8.6/day, halved because rats are assumed to heal about twice as fast";
        channel_closure_depth: "l_A", 0.43, "mm", 0.1..=2.0, Derived,
            "channel depth that halves the rate of its closing",
            "the ratio of those two closures, 12 and 18 h ([kalluri2011])";
        channel_leak: "b_A", 0.5, "1", 0.0..=1.0, Tuned,
            "water loss through a channel that is open below closed epidermis, relative to an open wound",
            "assumption, fitted to nothing: water leaves through a thin new epidermis half as fast as through a hole";
        clot_sealing: "b_C", 0.5, "1", 0.0..=0.8, Tuned,
            "barrier that a clot gives before the epidermis is closed",
            "assumption, fitted to nothing: a plug of serum and fibrin is half a barrier";
        collagen_iii_rest: "c3h", 0.2, "1", 0.1..=0.3, Literature,
            "type III share of collagen at rest",
            "[clore1979] 20 % in unwounded rat skin; textbooks say 10 to 20 % in human skin";
        collagen_i_rest: "c1h", 0.8, "1", 0.7..=0.9, Derived,
            "type I share of collagen at rest",
            "1 - collagen_iii_rest ([clore1979])";
        tension: "tau_mech", 1.0, "1", 0.5..=2.0, Tuned,
            "mechanical tension, a multiplier of differentiation",
            "assumption, fitted to nothing: 1 by definition; multiplies the tension of the layer";
        tgf_beta_3_depth: "l_3", 0.6, "mm", 0.2..=2.0, Tuned,
            "depth over which the TGF-beta3 benefit of a closed epidermis fades",
            "assumption, fitted to nothing: the benefit of a closed epidermis fades with depth, so that deep injury scars more";
        epidermal_signal_depth: "l_B", 0.1, "mm", 0.02..=0.5, Tuned,
            "depth below the junction over which signals of an injured epidermis fade",
            "assumption, fitted to nothing: the papillary dermis";
        damage_clearance_epidermis: "d_D,epi", 1.0, "1/day", 0.3..=3.0, Tuned,
            "loss of debris and danger signals without phagocytes, epidermis",
            "assumption, fitted to nothing: shedding keratinocytes clear debris within days";
        melanogenesis: "p_m", 0.0, "1/day", 0.0..=1.0, Tuned,
            "melanin made at high inflammation, relative to that of unwounded skin",
            "assumption, fitted to nothing: off by default; nothing measured can set it, so that only its direction means anything";
        melanin_loss: "d_m", 0.02, "1/day", 0.003..=0.1, Tuned,
            "loss of added melanin",
            "assumption, fitted to nothing: half in five weeks; pigment after inflammation fades over weeks to months";
        flare_decay: "d_R", 16.0, "1/day", 8.0..=48.0, Tuned,
            "fading of the immediate dilatation of vessels around punctures",
            "assumption, fitted to nothing: half in an hour, as the flare of mast cells and nerve endings; short needles leave redness for less than 2 h ([bal2008])";
        clot_scale: "C_B", 0.05, "1", 0.01..=0.2, Tuned,
            "clot fraction that seals the channel fully",
            "assumption, fitted to nothing: clot that seals a channel fully";
        recruitment_multiplier: "m_M", 1.0, "1", 0.1..=3.0, Tuned,
            "multiplier of monocyte recruitment",
            "assumption, fitted to nothing: neutral by default; the factors of the patient multiply it";
        papillary_synthesis_multiplier: "m_pap", 1.0, "1", 0.1..=3.0, Tuned,
            "multiplier of collagen synthesis in the papillary dermis, beside that of all of it",
            "assumption, fitted to nothing: neutral by default; the factors of the patient multiply it";
        synthesis_multiplier: "m_syn", 1.0, "1", 0.1..=3.0, Tuned,
            "multiplier of collagen synthesis",
            "assumption, fitted to nothing: neutral by default; the factors of the patient multiply it";
        proliferation_multiplier: "m_prolif", 1.0, "1", 0.1..=3.0, Tuned,
            "multiplier of fibroblast proliferation",
            "assumption, fitted to nothing: neutral by default; the factors of the patient multiply it";
        polarisation_multiplier: "m_12", 1.0, "1", 0.1..=3.0, Tuned,
            "multiplier of the macrophage switch",
            "assumption, fitted to nothing: neutral by default; the factors of the patient multiply it";
        mmp_multiplier: "m_mmp", 1.0, "1", 0.1..=3.0, Tuned,
            "multiplier of MMP release",
            "assumption, fitted to nothing: neutral by default; the factors of the patient multiply it";
        epidermal_multiplier: "m_epi", 1.0, "1", 0.1..=3.0, Tuned,
            "multiplier of epidermal closure",
            "assumption, fitted to nothing: neutral by default; the factors of the patient multiply it";
        channel_multiplier: "m_A", 1.0, "1", 0.01..=3.0, Tuned,
            "multiplier of channel closure",
            "assumption, fitted to nothing: neutral by default; the factors of the patient multiply it";
        barrier_multiplier: "m_B", 1.0, "1", 0.1..=3.0, Tuned,
            "multiplier of barrier recovery",
            "assumption, fitted to nothing: neutral by default; the factors of the patient multiply it";
        inflammation_multiplier: "m_infl", 1.0, "1", 0.1..=3.0, Tuned,
            "multiplier of mediator production",
            "assumption, fitted to nothing: neutral by default; the factors of the patient multiply it";
    }
}

quantities! {
    /// What differs from layer to layer. Where there are layers, these stand for the uniform
    /// `collagen_iii_rest`; the tension of a layer multiplies `tension`.
    LayerParameters {
        fibroblasts_papillary: "F0_pap", 1.6, "1", 0.5..=3.0, Tuned,
            "fibroblasts of the papillary dermis, relative to the reticular dermis",
            "assumption, fitted to nothing: the papillary dermis is the more cellular layer; no count of the face found";
        fibroblasts_reticular: "F0_ret", 1.0, "1", 0.5..=2.0, Tuned,
            "fibroblasts of the reticular dermis: the unit of cell number",
            "assumption, fitted to nothing: the unit of cell number, 1 by definition";
        fibroblasts_subcutis: "F0_sub", 0.15, "1", 0.0..=1.0, Tuned,
            "fibroblasts of the subcutis, relative to the reticular dermis",
            "assumption, fitted to nothing: few fibroblasts among fat";
        collagen_iii_papillary: "c3h_pap", 0.30, "1", 0.1..=0.4, Tuned,
            "type III share of collagen at rest, papillary dermis",
            "assumption, fitted to nothing: richer in type III than the reticular dermis, as stained by [meigel1977], which gives no number";
        collagen_iii_reticular: "c3h_ret", 0.18, "1", 0.1..=0.3, Literature,
            "type III share of collagen at rest, reticular dermis",
            "[clore1979] 20 % in rat skin; somewhat less where type I prevails ([meigel1977])";
        collagen_iii_subcutis: "c3h_sub", 0.25, "1", 0.1..=0.4, Tuned,
            "type III share of collagen at rest, subcutis",
            "assumption, fitted to nothing: between the two layers of the dermis";
        tension_papillary: "tau_pap", 0.8, "1", 0.3..=2.0, Tuned,
            "mechanical tension of the papillary dermis, relative",
            "assumption, fitted to nothing: thin, wavy fibres carry less";
        tension_reticular: "tau_ret", 1.15, "1", 0.3..=2.0, Tuned,
            "mechanical tension of the reticular dermis, relative",
            "assumption, fitted to nothing: thick bundles carry more";
        tension_subcutis: "tau_sub", 0.8, "1", 0.3..=2.0, Tuned,
            "mechanical tension of the subcutis, relative", "assumption, fitted to nothing: fat carries less";
    }
}
