//! The parameters of the equations: value, unit, plausible range, tag, meaning and source.
//!
//! Values tagged `tuned` were fitted together to acute-wound time courses (peak days and decay of
//! neutrophils, macrophages, myofibroblasts and collagen); where sources give a range, the value
//! lies inside it. They are one plausible set, not measurements of microneedled skin.

use crate::quantities::quantities;

quantities! {
    /// Rates, half-saturations and transport coefficients of the healing model.
    Parameters {
        inflammation_diffusivity: "D_I", 1.0, "mm²/day", 0.4..=2.0, Tuned,
            "diffusivity of pro-inflammatory mediators",
            "tuned inside a published range: 10-30 kDa protein, free D~8 mm2/d x hindrance 0.05-0.25; mesentery hindrance 0.03-0.26 (Fox&Wayland 1979); IGF-1 in fibrin 1.59e-6 cm2/s=13.7 mm2/d (PMC1877763)";
        neutrophil_motility: "D_N", 0.1, "mm²/day", 0.02..=0.3, Tuned,
            "random motility of neutrophils",
            "tuned with the whole set to acute-wound time courses: random motility, v~10 um/min, persistence ~2 min";
        macrophage_motility: "D_M", 0.03, "mm²/day", 0.01..=0.1, Tuned,
            "random motility of macrophages (both phenotypes)",
            "tuned with the whole set to acute-wound time courses: v~1-2 um/min, persistence ~20 min";
        tgf_beta_diffusivity: "D_T", 0.3, "mm²/day", 0.05..=0.5, Literature,
            "diffusivity of the TGF-beta isoforms",
            "0.288 (Murphy 2012 2.88e-3 cm2/d; 0.01208 mm2/h 'Updated from Murphy' (woundFenics)); 0.223 (0.0093 mm2/h (dura code))";
        mitogen_diffusivity: "D_G", 0.4, "mm²/day", 0.05..=1.0, Tuned,
            "diffusivity of mitogens (PDGF, FGF)",
            "tuned inside a published range: Cumming-type code PDGF 2000-4000 um2/h = 0.05-0.10 mm2/d; protein estimate 0.4-2";
        mmp_diffusivity: "D_P", 0.2, "mm²/day", 0.05..=0.5, Tuned,
            "diffusivity of matrix metalloproteinases",
            "tuned inside a published range: 55-90 kDa enzyme, slower than D_T";
        fibroblast_motility: "D_F", 0.02, "mm²/day", 0.01..=2.0, Tuned,
            "random motility of fibroblasts",
            "tuned inside a published range: 0.1 (Koppenol, at rest density); 2.0 (0.0833 mm2/h (woundcpp) - looks too fast); 0.011 from v=0.5 um/min, persistence 1 h";
        myofibroblast_motility: "D_Y", 0.005, "mm²/day", 0.0..=0.02, Tuned,
            "random motility of myofibroblasts",
            "tuned with the whole set to acute-wound time courses: myofibroblasts nearly immobile";
        vessel_ingrowth: "D_V", 0.005, "mm²/day", 0.0..=0.02, Tuned,
            "lateral ingrowth of capillary sprouts",
            "tuned with the whole set to acute-wound time courses: sprout ingrowth";
        epidermal_motility: "D_E", 0.005, "mm²/day", 0.0..=0.02, Tuned,
            "lateral motility of the epidermal front",
            "tuned inside a published range: epidermal 2e-9 cm2/s = 0.017 mm2/d (SkinDeep README)";
        neutrophil_chemotaxis: "chi_N", 0.02, "mm²/day", 0.0..=0.1, Tuned,
            "chemotactic coefficient of neutrophils toward inflammation",
            "tuned with the whole set to acute-wound time courses: chemotactic coefficient toward I, receptor law 1/(1+I)^2";
        macrophage_chemotaxis: "chi_M", 0.01, "mm²/day", 0.0..=0.05, Tuned,
            "chemotactic coefficient of inflammatory macrophages toward inflammation",
            "tuned with the whole set to acute-wound time courses: toward I";
        fibroblast_chemotaxis: "chi_F", 0.004, "mm²/day", 0.0..=0.02, Tuned,
            "chemotactic coefficient of fibroblasts toward mitogens",
            "tuned with the whole set to acute-wound time courses: toward G; Murphy/Koppenol chi_F=2e-3 cm5/(g d) is small at ng/mL levels";
        damage_clearance: "d_D", 0.1, "1/day", 0.03..=0.3, Tuned,
            "loss of debris and danger signals without phagocytes, dermis",
            "tuned with the whole set to acute-wound time courses: non-phagocytic loss of debris/DAMPs; use 1.0 in epidermis";
        phagocytosis_rate: "k_D", 0.205, "1/day", 0.1..=0.5, Tuned,
            "uptake of debris by neutrophils and macrophages",
            "tuned with the whole set to acute-wound time courses: phagocytosis, saturating form as in Trejo 2019";
        phagocytosis_saturation: "K_D", 0.57, "1", 0.1..=1.0, Tuned,
            "debris that half-saturates phagocytosis",
            "tuned with the whole set to acute-wound time courses: saturation of phagocytosis";
        fibrinolysis_basal: "d_C", 0.03, "1/day", 0.01..=0.1, Tuned,
            "clot lysis without cells",
            "tuned inside a published range: fibrin half-life ~10 d without cells (skibidy hemostasis: t1/2 ~230 h)";
        fibrinolysis_by_macrophages: "k_CM", 0.1, "1/day", 0.03..=0.3, Tuned,
            "clot lysis driven by macrophages",
            "tuned with the whole set to acute-wound time courses: macrophage-driven fibrinolysis";
        fibrinolysis_by_mmp: "k_CP", 0.05, "1/day", 0.0..=0.2, Tuned,
            "clot lysis driven by proteases",
            "tuned with the whole set to acute-wound time courses: protease-driven fibrinolysis";
        inflammation_from_damage: "p_ID", 120.0, "1/day", 60.0..=250.0, Tuned,
            "mediators released per unit of destroyed tissue",
            "tuned with the whole set to acute-wound time courses: alarm signal per unit destroyed tissue (sets the scale of I)";
        inflammation_from_neutrophils: "p_IN", 1.1, "1/day", 0.5..=3.0, Tuned,
            "mediators released by neutrophils",
            "tuned with the whole set to acute-wound time courses: per neutrophil unit";
        inflammation_from_macrophages_m1: "p_I1", 1.15, "1/day", 0.5..=4.0, Tuned,
            "mediators released by inflammatory macrophages",
            "tuned inside a published range: Trejo c1: 8.3e-6 ng/cell/d and decay 12.8/d gives 0.65 ng/mL per 1e6 cells/mL; here 1.15/6=0.19 of I-unit";
        inflammation_decay: "d_I", 6.0, "1/day", 3.0..=55.0, Tuned,
            "decay of pro-inflammatory mediators",
            "tuned inside a published range: Trejo pro-inflammatory decay 12.79-55/d; 6/d (t1/2 2.8 h) lumps cell-bound/tissue-retained cytokine";
        inflammation_suppression: "K_2I", 1.9, "1", 1.0..=4.0, Tuned,
            "repair macrophages that halve mediator production",
            "tuned with the whole set to acute-wound time courses: M2 (IL-10-like) suppression of I production";
        neutrophil_recruitment: "r_N", 7.1, "1/day", 4.0..=12.0, Tuned,
            "largest recruitment of neutrophils from vessels",
            "tuned with the whole set to acute-wound time courses: max neutrophil recruitment (x V)";
        neutrophil_recruitment_half: "K_N", 1.7, "1", 1.0..=2.5, Tuned,
            "inflammation that half-saturates neutrophil recruitment",
            "tuned with the whole set to acute-wound time courses: half-saturation (Hill 2) of recruitment by I";
        neutrophil_death: "d_N", 0.9, "1/day", 0.5..=1.4, Literature,
            "death of neutrophils",
            "t1/2 ~24 h (skibidy immune config, citing Wilgus 2013); 0.4/d (Dankwa start value)";
        efferocytosis: "k_NM", 0.9, "1/day", 0.3..=1.5, Tuned,
            "removal of neutrophils by macrophages",
            "tuned with the whole set to acute-wound time courses: efferocytosis by macrophages";
        monocyte_recruitment: "r_M", 3.4, "1/day", 2.0..=6.0, Tuned,
            "largest recruitment of monocytes from vessels",
            "tuned with the whole set to acute-wound time courses: max monocyte recruitment (x V)";
        monocyte_recruitment_half: "K_M", 1.1, "1", 0.7..=2.0, Tuned,
            "inflammation that half-saturates monocyte recruitment",
            "tuned with the whole set to acute-wound time courses: half-saturation (Hill 2)";
        macrophage_capacity: "M_max", 8.0, "1", 4.0..=12.0, Tuned,
            "macrophage density at which recruitment stops",
            "tuned inside a published range: crowding limit; ~2500 macrophages/mm3 observed max (Jin 2011 T4), unit ~300-1000 cells/mm3";
        monocyte_recruitment_basal: "a_M", 0.1, "1", 0.0..=0.5, Tuned,
            "share of monocyte recruitment that needs no neutrophils",
            "tuned with the whole set to acute-wound time courses: neutrophil-independent fraction of monocyte recruitment (gives the ~1 d lag)";
        monocyte_recruitment_neutrophil_half: "K_NM", 0.35, "1", 0.2..=1.0, Tuned,
            "neutrophils that half-saturate monocyte recruitment",
            "tuned with the whole set to acute-wound time courses: N half-saturation of monocyte recruitment";
        polarisation_m1_to_m2: "k_12", 0.32, "1/day", 0.08..=0.7, Tuned,
            "switch of macrophages from inflammatory to repair",
            "tuned inside a published range: M1->M2: 0.075-0.083/d bone (Trejo); M1 phase ~48 h -> 0.5/d skin (skibidy, Krzyszczyk 2018)";
        polarisation_floor: "k12min", 0.35, "1", 0.1..=0.7, Tuned,
            "share of the switch that is left at high inflammation",
            "tuned with the whole set to acute-wound time courses: residual M1->M2 rate at high I";
        polarisation_inflammation_half: "K_12", 1.5, "1", 0.8..=3.0, Tuned,
            "inflammation that halves the switch",
            "tuned with the whole set to acute-wound time courses: I that halves the I-dependent part of M1->M2";
        macrophage_m1_loss: "d_M1", 0.155, "1/day", 0.12..=0.6, Literature,
            "loss of inflammatory macrophages",
            "0.121-0.2 (Trejo); 0.6 (Jin 2011); 0.3 (cellcircuits/Adler)";
        macrophage_m2_loss: "d_M2", 0.26, "1/day", 0.16..=0.6, Literature,
            "loss of repair macrophages",
            "0.163-0.2 (Trejo); 0.3 (Adler); 0.6 (Jin)";
        polarisation_m2_to_m1: "k_21", 1.0, "1/day", 0.0..=2.0, Tuned,
            "switch back of repair macrophages under inflammation",
            "tuned with the whole set to acute-wound time courses: M2->M1 re-polarisation under I (Trejo 0.005-0.05/d constant); needed for the short-interval effect";
        tgf_beta_from_clot: "p_TC", 5.9, "1", 2.0..=15.0, Tuned,
            "TGF-beta1 released per unit of clot lysed",
            "tuned with the whole set to acute-wound time courses: TGF-b released per unit clot lysed";
        tgf_beta_from_macrophages_m1: "p_T1", 0.1, "1/day", 0.0..=0.3, Tuned,
            "TGF-beta1 made by inflammatory macrophages",
            "tuned with the whole set to acute-wound time courses: TGF-b1 by M1";
        tgf_beta_from_macrophages_m2: "p_T2", 1.35, "1/day", 0.7..=2.0, Tuned,
            "TGF-beta1 made by repair macrophages",
            "tuned inside a published range: by M2; with T1 unit 10 ng/mL and M unit 1e6/mL = 0.0135 pg/cell/d; Jin 0.07 pg/cell/d";
        tgf_beta_from_myofibroblasts: "p_TY", 0.9, "1/day", 0.3..=2.0, Tuned,
            "TGF-beta1 activated by myofibroblasts",
            "tuned with the whole set to acute-wound time courses: by myofibroblasts (positive loop, kept sub-critical)";
        tgf_beta_1_decay: "d_T", 1.0, "1/day", 0.1..=15.0, Tuned,
            "decay of active TGF-beta1",
            "tuned inside a published range: 0.0926 (0.00386/h (dura code)); 0.354 (Murphy); 15 (Jin); active+matrix-bound pool";
        tgf_beta_3_production: "p_3", 0.4, "1/day", 0.1..=1.0, Tuned,
            "TGF-beta3 made by activated fibroblasts under closed epidermis",
            "tuned with the whole set to acute-wound time courses: TGF-b3 by activated fibroblasts under a closed epidermis";
        tgf_beta_3_decay: "d_3", 1.0, "1/day", 0.3..=3.0, Tuned,
            "decay of TGF-beta3",
            "tuned with the whole set to acute-wound time courses: as d_T";
        mitogens_from_clot: "p_GC", 43.0, "1/day", 20.0..=80.0, Tuned,
            "mitogens released by clot",
            "tuned with the whole set to acute-wound time courses: PDGF/FGF from clot";
        mitogens_from_macrophages_m1: "p_G1", 0.95, "1/day", 0.4..=2.0, Tuned,
            "mitogens made by inflammatory macrophages",
            "tuned with the whole set to acute-wound time courses: by M1";
        mitogens_from_macrophages_m2: "p_G2", 1.2, "1/day", 0.4..=2.0, Tuned,
            "mitogens made by repair macrophages",
            "tuned with the whole set to acute-wound time courses: by M2";
        mitogen_decay: "d_G", 2.0, "1/day", 1.0..=10.0, Literature,
            "decay of mitogens",
            "2/d growth-factor degradation (cellcircuits parameters.py, Adler 2020)";
        mmp_from_neutrophils: "p_PN", 0.35, "1/day", 0.1..=1.0, Tuned,
            "MMP-8 and MMP-9 released by neutrophils",
            "tuned with the whole set to acute-wound time courses: MMP-8/9 by N";
        mmp_from_macrophages_m1: "p_P1", 0.7, "1/day", 0.3..=1.5, Tuned,
            "MMP-9 released by inflammatory macrophages",
            "tuned with the whole set to acute-wound time courses: MMP-9 by M1";
        mmp_from_fibroblasts: "p_PF", 0.25, "1/day", 0.1..=0.6, Tuned,
            "MMP-1 and MMP-3 released by fibroblasts under inflammation",
            "tuned with the whole set to acute-wound time courses: MMP-1/3 by fibroblasts under I";
        mmp_inflammation_half: "K_PI", 0.5, "1", 0.2..=1.0, Tuned,
            "inflammation that half-saturates MMP release by fibroblasts",
            "tuned with the whole set to acute-wound time courses";
        mmp_decay: "d_P", 0.875, "1/day", 0.4..=2.0, Literature,
            "decay of MMP activity",
            "0.875/d MMP-9 (Jin 2011 T4); skibidy t1/2 ~35 h = 0.48/d";
        mmp_inhibition_by_tgf_beta: "k_PT", 0.4, "1/day", 0.1..=1.0, Tuned,
            "inhibition of MMP through TIMP induced by TGF-beta1",
            "tuned with the whole set to acute-wound time courses: TIMP induction by TGF-b";
        angiogenesis_rate: "g_V", 0.12, "1/day", 0.05..=0.3, Tuned,
            "largest growth of vessels",
            "tuned with the whole set to acute-wound time courses: angiogenic drive";
        angiogenesis_half: "K_V", 1.0, "1", 0.5..=2.0, Tuned,
            "angiogenic drive that half-saturates vessel growth",
            "tuned with the whole set to acute-wound time courses";
        vessel_capacity: "V_max", 2.0, "1", 1.5..=3.0, Tuned,
            "vessel density at which growth stops",
            "tuned with the whole set to acute-wound time courses: relative to rest";
        vessel_regression: "rho_V", 0.06, "1/day", 0.03..=0.1, Tuned,
            "return of vessels to rest",
            "tuned with the whole set to acute-wound time courses: regression/regrowth to rest (t1/2 ~12 d)";
        fibroblast_proliferation: "r_F", 0.68, "1/day", 0.35..=0.95, Literature,
            "largest stimulated proliferation of fibroblasts",
            "max stimulated proliferation: 0.924 (Jin; Koppenol r_F); 0.816 (0.034/h (woundcpp)); 0.37 (0.0154/h (dura code))";
        proliferation_mitogen_half: "K_G", 2.9, "1", 1.5..=5.0, Tuned,
            "mitogens that half-saturate proliferation",
            "tuned with the whole set to acute-wound time courses";
        fibroblast_capacity: "F_max", 3.5, "1", 2.0..=5.0, Tuned,
            "density of fibroblasts and myofibroblasts at which proliferation stops",
            "tuned with the whole set to acute-wound time courses: crowding limit relative to rest";
        proliferation_inhibition: "K_IF", 2.0, "1", 1.0..=4.0, Tuned,
            "inflammation that halves proliferation",
            "tuned with the whole set to acute-wound time courses: I inhibits proliferation";
        fibroblast_regrowth: "rho_up", 0.05, "1/day", 0.02..=0.1, Tuned,
            "return of fibroblasts to rest from below",
            "tuned with the whole set to acute-wound time courses: baseline logistic regrowth when F+Y<1";
        fibroblast_apoptosis: "rho_dn", 0.064, "1/day", 0.02..=0.12, Literature,
            "return of fibroblasts to rest from above",
            "apoptosis of excess: 0.12 (Jin); 0.0886 (0.00369/h (dura code)); 0.02 (Koppenol/Olsen)";
        activation_rate: "k_on", 0.195, "1/day", 0.1..=0.4, Tuned,
            "synthetic activation of fibroblasts",
            "tuned with the whole set to acute-wound time courses: fibroblast activation";
        activation_half: "K_Q", 0.88, "1", 0.4..=2.0, Tuned,
            "stimulus that half-saturates activation",
            "tuned with the whole set to acute-wound time courses";
        deactivation_rate: "k_off", 0.031, "1/day", 0.015..=0.06, Tuned,
            "loss of synthetic activation",
            "tuned with the whole set to acute-wound time courses: deactivation (t1/2 22 d): sets the 4-12 week rise; no direct measurement found";
        differentiation_rate: "k_FY", 1.4, "1/day", 0.4..=1.5, Tuned,
            "differentiation of fibroblasts into myofibroblasts",
            "tuned with the whole set to acute-wound time courses: F -> Y";
        differentiation_half: "K_Y", 1.7, "1", 1.2..=2.5, Tuned,
            "effective TGF-beta1 that half-saturates differentiation",
            "tuned with the whole set to acute-wound time courses: T1 threshold for myofibroblasts (Hill 3)";
        differentiation_exponent: "n_Y", 3.0, "whole number", 2.0..=4.0, Tuned,
            "Hill exponent of differentiation",
            "tuned with the whole set to acute-wound time courses";
        tension_per_span: "k_S", 4.0, "1/mm", 0.0..=20.0, Tuned,
            "rise of tension on fibroblasts per width of the opening they bridge",
            "fitted to T23; direction: load across a wound drives scarring (Aarabi 2007, Gurtner 2011)";
        tension_relief: "d_S", 0.03, "1/day", 0.01..=0.1, Tuned,
            "relief of the tension across a wound",
            "assumption: half in three weeks, as a wound gains strength; fitted to nothing";
        differentiation_staging: "w_Q", 0.8, "1", 0.0..=1.0, Tuned,
            "share of differentiation that needs established activation (the proto-myofibroblast stage)",
            "fitted to T10";
        differentiation_tgf_beta_3_half: "K_3Y", 1.0, "1", 0.5..=2.0, Tuned,
            "TGF-beta3 that halves the effective TGF-beta1",
            "tuned with the whole set to acute-wound time courses: TGF-b3 antagonism";
        myofibroblast_apoptosis: "d_Y", 0.126, "1/day", 0.06..=0.3, Literature,
            "apoptosis of myofibroblasts",
            "0.06 (Koppenol); 0.3 (Adler); fits alpha-SMA curve peak d12 (skibidy)";
        myofibroblast_reversion: "b_Y", 0.5, "1", 0.0..=1.0, Literature,
            "share of the myofibroblasts that leave by turning back into fibroblasts; the rest die",
            "about half of activated stellate cells escape death and revert (Kisseleva 2012)";
        fibroblast_synthesis: "sig_F", 0.0088, "1/day", 0.004..=0.02, Tuned,
            "collagen made per activated fibroblast, in rest collagen",
            "tuned inside a published range: collagen synthesis per activated fibroblast unit, in rest-collagen/d; published 0.048/d (0.002/h 'per cent/h' (woundcpp)), 0.022/d (9.34e-4/h (dura code)) for mouse/full-thickness";
        myofibroblast_synthesis: "sig_Y", 0.0168, "1/day", 0.008..=0.05, Tuned,
            "collagen made per myofibroblast, in rest collagen",
            "tuned with the whole set to acute-wound time courses: per myofibroblast unit";
        deficit_synthesis_gain: "a_def", 2.0, "1", 1.0..=4.0, Tuned,
            "faster synthesis into empty matrix",
            "tuned with the whole set to acute-wound time courses: faster synthesis into empty matrix";
        deficit_activation_weight: "w_def", 1.0, "1", 0.5..=2.0, Tuned,
            "matrix deficit as activation stimulus",
            "tuned with the whole set to acute-wound time courses: local ECM deficit as activation signal (ECM negative feedback, Rognoni 2018 (abstract))";
        clot_shielding: "σ_C", 1.0, "1", 0.0..=1.0, Tuned,
            "share of the clot's volume that hides a matrix deficit from fibroblasts",
            "fitted to T11: a gap that is still filled with fibrin is not yet a deficit";
        synthesis_inhibition: "K_IS", 0.95, "1", 0.5..=2.0, Tuned,
            "inflammation that halves synthesis",
            "tuned with the whole set to acute-wound time courses: I inhibits synthesis (TNF/IL-1)";
        collagen_ceiling: "c_max", 1.6, "1", 1.3..=2.0, Tuned,
            "ceiling of total collagen relative to rest",
            "tuned with the whole set to acute-wound time courses: ceiling of total collagen relative to rest; gain is very sensitive to it (elasticity ~2)";
        collagen_iii_share: "f3w", 0.5, "1", 0.3..=0.6, Tuned,
            "type III share of new collagen",
            "tuned inside a published range: type III fraction of new collagen; ~30% of wound collagen is III (seekhealthz.com), rest 10-20%";
        collagen_iii_share_early: "f3e", 0.9, "1", 0.3..=1.0, Tuned,
            "type III share of what fibroblasts make when they have just been activated",
            "fitted to T9";
        collagen_iii_switch: "K_f", 0.1, "1", 0.01..=1.0, Tuned,
            "activation at which the type III share is halfway between early and late",
            "fitted to T9";
        collagen_iii_degradation: "k_d3", 0.005, "1/day", 0.002..=0.02, Tuned,
            "degradation of type III collagen by MMP",
            "tuned with the whole set to acute-wound time courses: MMP on III / immature";
        collagen_i_degradation: "k_d1", 0.0012, "1/day", 0.0005..=0.003, Tuned,
            "degradation of type I collagen by MMP",
            "tuned with the whole set to acute-wound time courses: MMP on I";
        collagen_maturation: "kap_m", 0.03, "1/day", 0.01..=0.06, Tuned,
            "replacement of excess type III by type I",
            "tuned inside a published range: III->I replacement, t1/2 23 d (weeks-months (liquisearch/encyclopedia.pub))";
        collagen_maturation_yield: "y_m", 0.95, "1", 0.8..=1.0, Tuned,
            "yield of the replacement of type III by type I",
            "tuned with the whole set to acute-wound time courses: yield of replacement";
        collagen_relaxation: "del_c", 0.00095, "1/day", 0.00013..=0.003, Tuned,
            "slow return of collagen to rest",
            "tuned inside a published range: relaxation to rest; adult skin collagen t1/2 ~15 y = 1.3e-4/d (Verzijl 2000); new collagen assumed more labile (t1/2 2 y)";
        collagen_mature_turnover: "δ_m", 1.27e-4, "1/day", 0.0..=0.003, Literature,
            "turnover of mature collagen: what is missing regrows at this rate beside repair",
            "ln 2 over a half-life of 15 years (Verzijl 2000)";
        scar_half: "K_s", 0.25, "1", 0.15..=0.4, Tuned,
            "myofibroblasts at which half of the new collagen is scar-like",
            "tuned with the whole set to acute-wound time courses: Y level that makes deposition scar-like (Hill 3)";
        scar_exponent: "n_s", 3.0, "whole number", 2.0..=4.0, Tuned,
            "Hill exponent of scar-like deposition",
            "tuned with the whole set to acute-wound time courses";
        scar_tgf_beta_3_half: "K_3s", 2.0, "1", 1.0..=4.0, Tuned,
            "TGF-beta3 that halves scar-like deposition",
            "tuned with the whole set to acute-wound time courses";
        scar_relaxation: "del_s", 0.001, "1/day", 0.0003..=0.003, Tuned,
            "slow remodelling of scar-like collagen",
            "tuned with the whole set to acute-wound time courses: scar remodelling (t1/2 1.9 y)";
        scar_degradation: "k_ds", 0.001, "1/day", 0.0..=0.003, Tuned,
            "degradation of scar-like collagen by MMP",
            "tuned with the whole set to acute-wound time courses";
        tropoelastin_synthesis: "sig_e", 0.004, "1/day", 0.001..=0.01, Tuned,
            "synthesis of tropoelastin by activated fibroblasts",
            "tuned with the whole set to acute-wound time courses: tropoelastin synthesis (optional module, not validated)";
        elastin_crosslinking: "k_e", 0.005, "1/day", 0.005..=0.05, Tuned,
            "cross-linking of tropoelastin into elastin",
            "tuned with the whole set to acute-wound time courses: cross-linking into elastin";
        elastin_relaxation: "del_e", 2.7e-05, "1/day", 2.7e-05..=0.0003, Literature,
            "turnover of elastin",
            "elastin t1/2 ~70 y (skibidy elastin config)";
        elastin_degradation: "k_de", 0.0008, "1/day", 0.0..=0.003, Tuned,
            "degradation of elastin by MMP",
            "tuned with the whole set to acute-wound time courses";
        tropoelastin_loss: "d_te", 0.05, "1/day", 0.02..=0.1, Tuned,
            "loss of tropoelastin that is not cross-linked",
            "tuned with the whole set to acute-wound time courses";
        epidermal_closure_rate: "k_E", 2.3, "1/day", 1.5..=4.0, Tuned,
            "closure of the epidermis over a channel",
            "tuned inside a published range: epidermal closure; fractional-laser lesions <0.5 mm re-epithelialise 10-22 h (ED50), 13-28 h (ED84) (Stumpp 2009 SPIE); pores closed 12-18 h rat (PMC3160154)";
        epidermal_margin_share: "w_E", 1.0, "1", 0.0..=1.0, Tuned,
            "share of closure that needs epidermis within reach",
            "1 is the model; 0 lets every point close by itself";
        epidermal_margin_reach: "l_E", 0.125, "mm", 0.03..=0.5, Tuned,
            "distance over which the epidermal margin closes a wound",
            "fitted to T6";
        epidermal_margin_rate: "k_Ē", 24.0, "1/day", 6.0..=96.0, Tuned,
            "rate at which the margin follows the epidermis around it",
            "numerical: about an hour, fast beside closure";
        epidermal_inhibition: "K_IE", 4.0, "1", 2.0..=8.0, Tuned,
            "inflammation that halves epidermal closure",
            "tuned with the whole set to acute-wound time courses";
        epidermal_mitogen_gain: "a_EG", 0.3, "1", 0.0..=0.6, Tuned,
            "acceleration of epidermal closure by mitogens",
            "tuned with the whole set to acute-wound time courses";
        barrier_recovery: "k_B", 4.0, "1/day", 2.0..=10.0, Tuned,
            "recovery of the barrier toward its cover",
            "tuned inside a published range: barrier: TEWL back in 4-5 h rat (PMC3160154); 24 h human 300 um (PMC4119956); >48 h slightly raised, 0.5-1.5 mm pens (Sasaki 2019)";
        channel_closure: "k_A", 4.3, "1/day", 1.0..=20.0, Literature,
            "closing of a short channel's lumen under closed epidermis",
            "rat pores of 370 and 770 µm needles a tenth open after 12 and 18 h (Kalluri 2011): 8.6/day, halved because rats heal about twice as fast";
        channel_closure_depth: "l_A", 0.43, "mm", 0.1..=2.0, Derived,
            "channel depth that halves the rate of its closing",
            "the ratio of those two closures, 12 and 18 h (Kalluri 2011)";
        channel_leak: "b_A", 0.5, "1", 0.0..=1.0, Tuned,
            "water loss through a channel that is open below closed epidermis, relative to an open wound",
            "assumption, fitted to nothing: water leaves through a thin new epidermis half as fast as through a hole";
        clot_sealing: "b_C", 0.5, "1", 0.0..=0.8, Tuned,
            "barrier that a clot gives before the epidermis is closed",
            "tuned with the whole set to acute-wound time courses: sealing by serum/fibrin plug";
        collagen_iii_rest: "c3h", 0.2, "1", 0.1..=0.3, Literature,
            "type III share of collagen at rest",
            "rest III fraction: 0.15-0.2 (ysto.pl, hx-gelatin); papillary 0.30, reticular 0.18";
        collagen_i_rest: "c1h", 0.8, "1", 0.7..=0.9, Derived,
            "type I share of collagen at rest",
            "1 - collagen_iii_rest";
        tension: "tau_mech", 1.0, "1", 0.5..=2.0, Tuned,
            "mechanical tension, a multiplier of differentiation",
            "tuned with the whole set to acute-wound time courses: tension multiplier by layer / site";
        tgf_beta_3_depth: "l_3", 0.6, "mm", 0.2..=2.0, Tuned,
            "depth over which the TGF-beta3 benefit of a closed epidermis fades",
            "design choice: the benefit fades with depth so that deep injury scars more";
        damage_clearance_epidermis: "d_D,epi", 1.0, "1/day", 0.3..=3.0, Tuned,
            "loss of debris and danger signals without phagocytes, epidermis",
            "design choice: shedding keratinocytes clear debris within days";
        clot_scale: "C_B", 0.05, "1", 0.01..=0.2, Tuned,
            "clot fraction that seals the channel fully",
            "design choice of the surface equations";
        recruitment_multiplier: "m_M", 1.0, "1", 0.1..=3.0, Tuned,
            "multiplier of monocyte recruitment",
            "neutral by default; the patient's and the agents' factors multiply it";
        synthesis_multiplier: "m_syn", 1.0, "1", 0.1..=3.0, Tuned,
            "multiplier of collagen synthesis",
            "neutral by default; the patient's and the agents' factors multiply it";
        proliferation_multiplier: "m_prolif", 1.0, "1", 0.1..=3.0, Tuned,
            "multiplier of fibroblast proliferation",
            "neutral by default; the patient's and the agents' factors multiply it";
        polarisation_multiplier: "m_12", 1.0, "1", 0.1..=3.0, Tuned,
            "multiplier of the macrophage switch",
            "neutral by default; the patient's and the agents' factors multiply it";
        mmp_multiplier: "m_mmp", 1.0, "1", 0.1..=3.0, Tuned,
            "multiplier of MMP release and collagen degradation",
            "neutral by default; the patient's and the agents' factors multiply it";
        epidermal_multiplier: "m_epi", 1.0, "1", 0.1..=3.0, Tuned,
            "multiplier of epidermal closure",
            "neutral by default; the patient's and the agents' factors multiply it";
        channel_multiplier: "m_A", 1.0, "1", 0.01..=3.0, Tuned,
            "multiplier of channel closure",
            "neutral by default; the patient's and the agents' factors multiply it";
        barrier_multiplier: "m_B", 1.0, "1", 0.1..=3.0, Tuned,
            "multiplier of barrier recovery",
            "neutral by default; the patient's and the agents' factors multiply it";
        inflammation_multiplier: "m_infl", 1.0, "1", 0.1..=3.0, Tuned,
            "multiplier of mediator production",
            "neutral by default; the patient's and the agents' factors multiply it";
    }
}

quantities! {
    /// What differs from layer to layer. Where there are layers, these stand for the uniform
    /// `collagen_iii_rest`; the tension of a layer multiplies `tension`.
    LayerParameters {
        fibroblasts_papillary: "F0_pap", 1.6, "1", 0.5..=3.0, Tuned,
            "fibroblasts of the papillary dermis, relative to the reticular dermis",
            "design choice: the papillary dermis is the more cellular layer; no count of the face found";
        fibroblasts_reticular: "F0_ret", 1.0, "1", 0.5..=2.0, Derived,
            "fibroblasts of the reticular dermis: the unit of cell number", "unit by definition";
        fibroblasts_subcutis: "F0_sub", 0.15, "1", 0.0..=1.0, Tuned,
            "fibroblasts of the subcutis, relative to the reticular dermis", "design choice";
        collagen_iii_papillary: "c3h_pap", 0.30, "1", 0.1..=0.4, Literature,
            "type III share of collagen at rest, papillary dermis",
            "richer in type III than the reticular dermis; textbook value, to be checked";
        collagen_iii_reticular: "c3h_ret", 0.18, "1", 0.1..=0.3, Literature,
            "type III share of collagen at rest, reticular dermis", "0.15-0.2 of dermal collagen; textbook value";
        collagen_iii_subcutis: "c3h_sub", 0.25, "1", 0.1..=0.4, Tuned,
            "type III share of collagen at rest, subcutis", "design choice";
        tension_papillary: "tau_pap", 0.8, "1", 0.3..=2.0, Tuned,
            "mechanical tension of the papillary dermis, relative", "design choice";
        tension_reticular: "tau_ret", 1.15, "1", 0.3..=2.0, Tuned,
            "mechanical tension of the reticular dermis, relative", "design choice";
        tension_subcutis: "tau_sub", 0.8, "1", 0.3..=2.0, Tuned,
            "mechanical tension of the subcutis, relative", "design choice";
    }
}
